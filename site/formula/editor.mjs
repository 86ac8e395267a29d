// A cell to write Python in: CodeMirror. convert/web/assemble.py bundles the two into one
// file, which is fetched when somebody opens the formula.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// The page's own colours, which change with its theme.
const theme = EditorView.theme({
  "&": {
    backgroundColor: "var(--pico-card-sectioning-background-color)",
    color: "var(--pico-color)",
    fontSize: "0.82rem",
  },
  "&.cm-focused": { outline: "3px solid var(--pico-primary)", outlineOffset: "2px" },
  ".cm-content": { caretColor: "var(--pico-color)", fontFamily: "var(--pico-font-family-monospace)" },
  ".cm-gutters": { border: "0", backgroundColor: "transparent", color: "var(--pico-muted-color)" },
  ".cm-faulty": { backgroundColor: "color-mix(in srgb, var(--plus) 22%, transparent)" },
});
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: tags.function(tags.definition(tags.variableName)), color: "var(--code-name)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
]);

/** @type {import("@codemirror/state").StateEffectType<number | null>} */
const blame = StateEffect.define();
const faultyLine = Decoration.line({ class: "cm-faulty" });
const faulty = StateField.define({
  create: () => Decoration.none,
  update(marked, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(blame)) return marksOf(transaction.state.doc, effect.value);
    }
    return marked.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {import("@codemirror/state").Text} document
 * @param {number | null} line
 */
function marksOf(document, line) {
  if (line === null || line < 1 || line > document.lines) return Decoration.none;
  return Decoration.set([faultyLine.range(document.line(line).from)]);
}

// What is typed over a selection. Left to itself Chromium puts inline styles into what it
// writes there, which the page's content security policy forbids and the console tells.
const overSelections = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data } = event;
    const isPlain = inputType === "insertText" && data !== null && !view.composing;
    if (!isPlain || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(data), {
      scrollIntoView: true,
      userEvent: "input.type",
    });
    event.preventDefault();
    return true;
  },
});

/**
 * A cell in `place`. It is drawn in a shadow tree: there CodeMirror's styles come in a
 * style sheet that the page's content security policy lets in.
 * @param {HTMLElement} place
 * @param {{label: () => string, text: string, changed: () => void, run: () => void}} options
 */
export function makeEditor(place, { label, text, changed, run }) {
  const root = place.attachShadow({ mode: "open" });
  const ran = () => {
    run();
    return true;
  };
  const state = EditorState.create({
    doc: text,
    extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: ran }])),
      lineNumbers(),
      history(),
      indentUnit.of("    "),
      indentOnInput(),
      bracketMatching(),
      python(),
      syntaxHighlighting(colours),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(() => ({ "aria-label": label() })),
      EditorView.updateListener.of(({ docChanged }) => docChanged && changed()),
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      overSelections,
      faulty,
      theme,
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    /** Its label is another one. */
    rename: () => view.dispatch({}),
    /** @param {string} insert  can be undone */
    replace(insert) {
      if (insert === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } });
    },
    /** @param {number | null} line  the one that is to blame */
    mark: (line) => view.dispatch({ effects: blame.of(line) }),
  };
}
