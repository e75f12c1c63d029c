"""The state that the pages render: QObjects and item models on the UI thread."""
