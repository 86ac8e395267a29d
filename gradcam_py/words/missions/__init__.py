"""What the missions say."""
