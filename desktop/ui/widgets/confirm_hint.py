"""The quiet hint of the side bar that an address waits to be confirmed."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.models.address import AddressModel
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.buttons import Button, ButtonKind


class ConfirmHint(Button):
    """Leads back to the page that waits for the link."""

    def __init__(self, theme: Theme, address: AddressModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", ButtonKind.NAV, icon="envelope-simple", parent=parent)
        self._address = address
        self.setToolTip(self.tr("The link is in the mail that we have sent you."))
        self.clicked.connect(address.wait)
        address.changed.connect(self._render)
        self._render()

    @Slot()
    def _render(self) -> None:
        count = self._address.welcome_credits
        self.setText(
            self.tr("Confirm, get {count} credits").format(count=count)
            if count
            else self.tr("Confirm your address")
        )
        self.setAccessibleName(
            self.tr("Confirm your address and get your {count} credits").format(count=count)
            if count
            else self.text()
        )
        if not self._address.is_unproven:
            self.hide()
        elif self.parentWidget() is not None:
            # Without a parent it would flash up as a window; later it is shown with its parent.
            self.show()
