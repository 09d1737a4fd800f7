"""The style sheet of real Qt controls; ``%(token)s`` places are filled from the theme. Everything else is painted."""

from __future__ import annotations

SHEET = """
* { outline: 0; }
QMainWindow, QDialog { background: %(surface)s; }
QMenuBar { background: %(app)s; color: %(text)s; padding: 0 6px; border: 0; spacing: 1px; }
QMenuBar::item { padding: 2px 6px; margin: 0; background: transparent; border-radius: 3px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: %(selection)s; color: %(on_selection)s; }
QMenu { background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; padding: 4px 0; }
QMenu::item { padding: 4px 28px 4px 30px; min-height: 18px; }
QMenu::item:selected { background: %(selection)s; color: %(on_selection)s; }
QMenu::item:disabled { color: %(disabled)s; background: transparent; }
QMenu::separator { height: 1px; background: %(grid)s; margin: 4px 0; }
QMenu::icon { left: 8px; }
QToolTip { background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; padding: 3px 6px; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; border-radius: 3px;
    selection-background-color: %(selection)s; selection-color: %(on_selection)s;
}
QLineEdit { min-height: 24px; max-height: 24px; padding: 0 6px; }
QLineEdit:focus { border: 2px solid %(ring)s; padding: 0 5px; min-height: 22px; max-height: 22px; }
QLineEdit[wrong="true"] { border: 1px solid %(error_frame)s; background: %(error_back)s; }
QLineEdit[wrong="true"]:focus { border: 2px solid %(error_frame)s; }
QLineEdit:read-only { background: %(readonly)s; border: 1px solid %(grid)s; }
QLineEdit[tall="true"] { min-height: 30px; max-height: 30px; }
QLineEdit[tall="true"]:focus { min-height: 28px; max-height: 28px; }
QLineEdit[low="true"] { min-height: 20px; max-height: 20px; }
QLineEdit[low="true"]:focus { min-height: 18px; max-height: 18px; }
QSpinBox, QDoubleSpinBox { min-height: 24px; max-height: 24px; padding: 0 4px; }
QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid %(ring)s; padding: 0 3px; min-height: 22px; max-height: 22px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { width: 0; border: 0; }
QSpinBox::down-button, QDoubleSpinBox::down-button { width: 0; border: 0; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0 4px; min-height: 0; background: transparent; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid %(ring)s; }
QComboBox { min-height: 24px; max-height: 24px; padding: 0 6px; }
QComboBox:focus, QComboBox:on { border: 2px solid %(ring)s; padding: 0 5px; min-height: 22px; max-height: 22px; }
QComboBox[tall="true"] { min-height: 30px; max-height: 30px; }
QComboBox[tall="true"]:focus { min-height: 28px; max-height: 28px; }
QComboBox[wrong="true"] { border: 1px solid %(error_frame)s; background: %(error_back)s; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url(%(chevron)s); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: %(surface)s; color: %(text)s; border: 1px solid %(border)s;
    selection-background-color: %(selection)s; selection-color: %(on_selection)s; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 8px; }
QComboBox QAbstractItemView::item:selected { background: %(selection)s; color: %(on_selection)s; }
QCheckBox, QRadioButton { spacing: 8px; color: %(text)s; min-height: 24px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid %(border)s; border-radius: 3px;
    background: %(surface)s; }
QCheckBox::indicator:focus { border: 2px solid %(ring)s; width: 12px; height: 12px; }
QCheckBox::indicator:checked { background: %(accent)s; border-color: %(accent)s; image: url(%(check)s); }
QRadioButton { padding-left: 6px; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid %(border)s; border-radius: 7px;
    background: %(surface)s; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid %(accent)s; }
QRadioButton:focus { border: 1px solid %(ring)s; border-radius: 3px; }
QRadioButton:checked { background: %(selection)s; color: %(on_selection)s; }
QHeaderView::section { background: %(app)s; color: %(muted)s; border: 0; padding: 4px 8px;
    border-bottom: 1px solid %(line)s; }
QTableView, QListView, QTreeView { border: 0; background: %(surface)s; color: %(text)s; }
QScrollArea { border: 0; background: %(surface)s; }
QScrollBar:vertical { background: %(surface)s; width: 10px; margin: 0; border: 0; }
QScrollBar::handle:vertical { background: %(scroll)s; border-radius: 3px; min-height: 28px; margin: 2px; }
QScrollBar:horizontal { background: %(surface)s; height: 10px; margin: 0; border: 0; }
QScrollBar::handle:horizontal { background: %(scroll)s; border-radius: 3px; min-width: 28px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QProgressBar { border: 1px solid %(border)s; border-radius: 3px; background: %(surface)s; text-align: center;
    color: %(text)s; max-height: 14px; }
QProgressBar::chunk { background: %(accent)s; }
QLabel[role="muted"] { color: %(muted)s; }
QLabel[role="error"] { color: %(error)s; }
QLabel[role="warn"] { color: %(warn)s; }
QLabel[role="ok"] { color: %(ok)s; }
"""
