"""Threads that never start: the page loads all the same."""

# Swallows the first questions "create" that the page asks its worker, and has the page
# lose its patience with these at once.
LOSE = """
    let left = %d;
    let losePatience = null;
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (action, ms, ...values) => {
        if (ms === 30_000) losePatience = action;
        return setTimeout(action, ms, ...values);
    };
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message, ...rest) {
        if (message.operation !== "create" || left-- <= 0) {
            postMessage.call(this, message, ...rest);
        } else {
            setTimeout(losePatience);
        }
    };
"""


def open_with_lost_starts(playground, number):
    playground.page.add_init_script(LOSE % number)
    playground.open()
    return playground.state()


def test_threads_that_do_not_start_once_are_started_again(new_playground):
    playground = new_playground()
    state = open_with_lost_starts(playground, 1)
    assert state["threads"] > 1
    assert state["predictions"][0]["label"] == "Egyptian cat"
    playground.check_log()


def test_threads_that_never_start_are_done_without(new_playground):
    playground = new_playground()
    state = open_with_lost_starts(playground, 2)
    assert state["threads"] == 1
    assert state["predictions"][0]["label"] == "Egyptian cat"
    playground.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
    assert playground.state()["predictions"][0]["label"] != "Egyptian cat"
    playground.check_log()
