"""A picture that can be zoomed and scrolled, with marks painted over it; pages and frames are shown by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QStyle, QWidget

from ui.source.marks import Style, paint, scaled
from ui.source.pictures import Picture
from ui.theme.theme import theme

Fit = Literal["width", "whole"]
STEPS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0)
_SHARPEN_MILLISECONDS = 120  # after the last change of size
_WHEEL = 120  # one notch
_DIM = 190  # of 255
_A4 = (595.0, 842.0)  # until a picture says its own size


class PictureView(QScrollArea):
    """Shows a Picture. `zoom` 1.0 fits it into the view: its width, or the whole of it."""

    zoomed = Signal(float)
    sharper_wanted = Signal(float)  # pixels per unit of boxes, for the size now shown
    seen = Signal(object)  # what was given to `await_seen`

    def __init__(self, name: str, fit: Fit) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.fit: Fit = fit
        self.zoom = 1.0
        self.picture: Picture | None = None
        self.dimmed = False
        self._marks: dict[Style, list[QRectF]] = {}
        self._awaited: object = None
        self._to_see: list[QRectF] = []
        self._some_seen = False
        self._follow: list[QRectF] = []  # kept in sight while sizes change, until somebody scrolls
        self.paper = _Paper(self)
        self.setWidget(self.paper)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        if fit == "whole":
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sharpen = QTimer(self, singleShot=True, interval=_SHARPEN_MILLISECONDS)
        self._sharpen.timeout.connect(lambda: self.sharper_wanted.emit(self.device_scale))
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.actionTriggered.connect(lambda _: self._let_go())
        theme().changed.connect(self.paper.update)

    # What is shown

    def show_picture(self, picture: Picture) -> None:
        """Show a picture in place of the one before, at the same zoom; nothing of it is awaited to be seen yet."""
        self.picture = picture
        self.dimmed, self._awaited = False, None
        self._rescale()
        self.paper.update()

    def mark(self, marks: Mapping[Style, Sequence[QRectF]]) -> None:
        """Mark rectangles (in the unit of boxes) in these styles; other styles stay as they are."""
        self._marks.update({style: list(rects) for style, rects in marks.items()})
        self.paper.update()

    def marks(self, style: Style) -> list[QRectF]:
        """What is marked so, in the unit of boxes."""
        return list(self._marks.get(style, []))

    def dim(self) -> None:
        """Another picture is on its way: what is here is not what was asked for."""
        self.dimmed, self._awaited = True, None
        self.paper.update()

    def clear(self) -> None:
        """Show nothing."""
        self.picture, self._marks, self._awaited, self._follow = None, {}, None, []
        self._rescale()
        self.paper.update()

    def await_seen(self, token: object, rects: Sequence[QRectF] = ()) -> None:
        """Tell by `seen(token)`, once, when each of these rectangles of what is shown now was painted in sight.

        Of one that is larger than the view its beginning is enough. Without any, a picture that is fitted whole must be
        seen whole, and is; of another any part counts. None: nothing is awaited any more.
        """
        self._awaited, self._to_see, self._some_seen = token, list(rects), False
        if token is not None and not rects and self.fit == "whole" and self.zoom > 1:
            self.zoom_to(1.0)
        self.paper.update()

    def reveal_left(self) -> bool:
        """Bring what is still to be seen into sight, where a part was seen; whether there is such a rest."""
        rest = self._awaited is not None and self._some_seen and bool(self._to_see)
        if rest:
            self.reveal(self._to_see)
        return rest

    def reveal(self, rects: Sequence[QRectF]) -> None:
        """Bring the first of the rectangles into sight, and as many of the others as go with it."""
        self._follow = list(rects)
        self._show_followed()

    # Sizes

    @property
    def scale(self) -> float:
        """Logical pixels per unit of boxes."""
        return self._fitting() * self.zoom

    @property
    def device_scale(self) -> float:
        """Pixels of the screen per unit of boxes: what a sharp drawing needs."""
        return self.scale * self.devicePixelRatioF()

    def _fitting(self) -> float:
        """The scale at which the picture fits; room for a scroll bar is kept where one will be needed."""
        size = self.maximumViewportSize()
        wide, high = (self.picture.width, self.picture.height) if self.picture else _A4
        if self.fit == "whole":
            return max(0.01, min(size.width() / wide, size.height() / high))
        width = float(size.width())
        if high * width / wide * self.zoom > size.height():
            width -= self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        return max(0.01, width / wide)

    def zoom_by(self, steps: int, at: QPointF | None = None) -> None:
        """So many steps larger or smaller; the point `at` of the view stays where it is."""
        if steps > 0:
            wanted = next((z for z in STEPS if z > self.zoom * 1.01), STEPS[-1])
        else:
            wanted = next((z for z in reversed(STEPS) if z < self.zoom * 0.99), STEPS[0])
        self.zoom_to(wanted, at)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to a factor of what fits, within limits."""
        zoom = min(max(zoom, STEPS[0]), STEPS[-1])
        if zoom != self.zoom:
            at = at or QPointF(self.viewport().width() / 2, 0)
            under = self.to_units(self.paper.mapFrom(self.viewport(), at.toPoint()))
            self.zoom = zoom
            self._rescale()
            now = self._to_pixels(under) + QPointF(self.paper.pos()) - at
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(now.x()))
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(now.y()))
            self._show_followed()
            self.zoomed.emit(zoom)

    def to_units(self, at: QPoint | QPointF) -> QPointF:
        """A point of the paper in the unit of boxes."""
        return QPointF(at.x() / self.scale, at.y() / self.scale)

    def _to_pixels(self, at: QPointF) -> QPointF:
        return at * self.scale

    def _rescale(self) -> None:
        before = self.paper.height()
        top = self.verticalScrollBar().value() / before if before else 0.0
        size = QSize(0, 0)
        if self.picture is not None:
            size = QSize(round(self.picture.width * self.scale), round(self.picture.height * self.scale))
        if size != self.paper.size():
            self.paper.resize(size)
            self.verticalScrollBar().setValue(round(top * self.paper.height()))
            self._show_followed()
        if self.picture is not None and not self.picture.serves(self.device_scale):
            self._sharpen.start()

    def _show_followed(self) -> None:
        """Where what is followed is out of sight, bring its top to a quarter of the view."""
        if not self._follow or self.picture is None:
            return
        view, pos, wanted = self.viewport().size(), self.paper.pos(), self._beginning(self._follow)
        seen = QRectF(-pos.x(), -pos.y(), view.width(), view.height())
        if not (seen.top() <= wanted.top() and wanted.bottom() <= seen.bottom()):
            room = (view.height() - wanted.height()) / 2
            self.verticalScrollBar().setValue(round(wanted.top() - min(view.height() / 4, room)))
        if not (seen.left() <= wanted.left() and wanted.right() <= seen.right()):
            room = (view.width() - wanted.width()) / 2
            self.horizontalScrollBar().setValue(round(wanted.left() - min(view.width() / 8, room)))

    def _beginning(self, rects: Sequence[QRectF]) -> QRectF:
        """The first rectangle, in pixels of the paper, with those that fit into the view beside it.

        Of one that is larger than the view, so much from its corner as takes half the view.
        """
        wide, high = self.viewport().width(), self.viewport().height()
        wanted, *others = scaled(rects, self.scale)
        for one in others:
            both = wanted.united(one)
            if both.width() <= wide and both.height() <= high:
                wanted = both
        if wanted.width() > wide:
            wanted.setWidth(wide / 2)
        if wanted.height() > high:
            wanted.setHeight(high / 2)
        return wanted

    def _let_go(self) -> None:
        self._follow = []

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._rescale()
        self._show_followed()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._let_go()
            self.zoom_to(self.zoom * 1.15 ** (event.angleDelta().y() / _WHEEL), event.position())
            event.accept()
            return
        self._let_go()
        super().wheelEvent(event)

    # Called by the paper

    def pressed(self, at: QPointF, event: QMouseEvent) -> None:
        """A button of the mouse went down at a point (in the unit of boxes)."""

    def moved(self, at: QPointF, event: QMouseEvent) -> None:
        """The mouse moved with a button down."""

    def released(self, at: QPointF, event: QMouseEvent) -> None:
        """A button of the mouse came up."""

    def paint_on(self, painter: QPainter) -> None:
        """Paint the picture and its marks on the paper."""
        picture = self.picture
        if picture is None:
            return
        grown = self.scale / picture.scale  # one pixel of the image, in pixels of the paper
        target = QRectF(0, 0, picture.image.width() * grown, picture.image.height() * grown)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, picture.image)
        if self.dimmed:
            veil = QColor(theme().colour("ground"))
            veil.setAlpha(_DIM)
            painter.fillRect(target, veil)
            return
        painter.setPen(theme().colour("line"))
        painter.drawRect(target.adjusted(0.5, 0.5, -0.5, -0.5))
        for style, rects in self._marks.items():
            paint(painter, scaled(rects, self.scale), style)
        if self._awaited is not None and self._in_sight():
            token = self._awaited
            QTimer.singleShot(0, self, lambda: self._tell(token))

    def _in_sight(self) -> bool:
        """Whether everything that is to be seen has lain within what can be seen of the paper by now."""
        visible = QRectF(self.paper.visibleRegion().boundingRect())
        if visible.isEmpty():
            return False
        left, paper, visible = self._to_see, QRectF(self.paper.rect()), visible.adjusted(-1, -1, 1, 1)
        self._to_see = [one for one in left if not visible.contains(self._beginning([one]) & paper)]
        self._some_seen = self._some_seen or len(self._to_see) < len(left)
        return not self._to_see

    def _tell(self, token: object) -> None:
        if token is self._awaited:
            self._awaited = None
            self.seen.emit(token)


class _Paper(QWidget):
    """What is scrolled; hands painting and the mouse on to its view."""

    def __init__(self, view: PictureView) -> None:
        super().__init__()
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._view.paint_on(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._view.pressed(self._view.to_units(event.position()), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._view.moved(self._view.to_units(event.position()), event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._view.released(self._view.to_units(event.position()), event)
