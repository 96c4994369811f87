/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/render/sl-plot-frame.h"
#include "ui/plot/view/sl-plot-hover.h"
#include "ui/plot/sl-plot-private.h"
#include "ui/plot/view/sl-plot-view.h"

/* The inside of the view, for its own files: sl-plot-view.c (object, painting), -cursor.c (readings, links),
 * -layout.c (layout and common margins), -input.c (pointer, wheel, keys), -zoom.c (zoomed ranges), -handles.c
 * (handles). */

/* A release within this many pixels of the press is a click. */
#define SL_VIEW_CLICK 4.0
/* A band thinner than this zooms the other axis only. */
#define SL_VIEW_THIN 10.0

typedef struct {
  guint refs;
  GPtrArray *views;     /* borrowed */
} SlViewGroup;

typedef enum { SL_DRAG_NONE, SL_DRAG_PRESSED, SL_DRAG_BAND, SL_DRAG_PAN, SL_DRAG_HANDLE } SlViewDrag;

struct _SlPlotView {
  GtkWidget parent_instance;

  SlPlot *plot;
  char *placeholder;
  gboolean dark, high_contrast;
  SlPalette palette;
  double scale;

  SlPlotTheme theme;
  SlPlotLayout *layout;
  SlPlot *layout_plot;          /* the plot whose axes the layout shows */
  SlPlotMargins asked;          /* minimum margins that the layout was given */
  SlPlotMargins kept;           /* this view's own margins, with slack */
  guint font_serial;
  SlPlotLabels *labels;
  SlPlotFrames *frames;
  cairo_surface_t *surface;     /* the texture's pixels */
  GdkTexture *texture;          /* of the present plot, NULL: not painted yet */
  int texture_scale;
  SlViewGroup *group;

  SlPlotZoom zoom;
  GtkWidget *fit;               /* button, shown while zoomed */

  double hover_x;
  double pointer_x, pointer_y;  /* NaN: not over the plot */
  double key_at;                 /* keyboard's cursor: sample of the track; NaN: none */
  double key_y;                 /* keyboard's cursor: y on the map; NaN: none */
  const char *link_kind;        /* interned; NULL: none */
  double link_value;

  GPtrArray *handles;           /* SlPlotHandle, borrowed from the widget tree */
  GtkWidget *near;              /* handle below the pointer, or NULL */
  GtkWidget *held;              /* handle that is dragged or moved by keys, or NULL */
  double hold_x, hold_y;        /* requested position of the held handle, in pixels */
  double grip_x, grip_y;        /* from the pointer to the handle's centre */
  gboolean by_keys;

  SlViewDrag drag;
  double from_x, from_y, to_x, to_y;
  guint drag_button;
  gboolean space;               /* key held down */
  double pinch;                 /* last scale */
  guint click_source;           /* a click that may become a double click */
  double click_x, click_y;
  gint64 click_time;            /* of the last click, us; 0: none */

  guint64 painted, to_report;
  gulong after_paint;
  GdkFrameClock *clock;
};

/* ------------------------------------------------------------------ view */
void sl_plot_view_moved (SlPlotView *self); /* after a change of the reading: notifies, redraws */
/* The panel of the first map, or -1. */
int sl_plot_view_map_panel (SlPlotView *self);
/* x: NaN removes the cursor; px, py: of the pointer, NaN for the keyboard's cursor; key_at: sample of its
 * track. */
void sl_plot_view_set_hover (SlPlotView *self, double x, double px, double py, double key_at);
/* The present cursor; x NaN: nothing is read. */
void sl_plot_view_get_cursor (SlPlotView *self, const SlPlotLayout *layout, SlPlotCursor *cursor);
/* Tells screen readers the values at the keyboard's cursor or, without one, the caption. */
void sl_plot_view_announce (SlPlotView *self);
void sl_plot_view_emit_clicked (SlPlotView *self, guint panel, double x, double y);
void sl_plot_view_emit_handle (SlPlotView *self, const char *signal, const char *id, double x, double y,
                               gboolean cancelled);
void sl_plot_view_notify_zoomed (SlPlotView *self);

/* ---------------------------------------------------------------- layout */
/* Up to date for the widget's size; NULL while there is no plot or no size. */
SlPlotLayout *sl_plot_view_layout (SlPlotView *self);
void sl_plot_view_forget_layout (SlPlotView *self);
void sl_plot_view_leave_group (SlPlotView *self);

/* ------------------------------------------------------------------ zoom */
typedef enum { SL_VIEW_X = 1, SL_VIEW_Y = 2 } SlViewAxes;

void sl_plot_view_zoom_init (SlPlotView *self);
/* Drops zoomed ranges that do not suit a new plot. */
void sl_plot_view_zoom_follow (SlPlotView *self, SlPlot *old);
void sl_plot_view_zoom_place (SlPlotView *self); /* the button */
/* Its box, w 0 while it is hidden. */
SlPlotRect sl_plot_view_zoom_button (SlPlotView *self);
/* All in pixels; FALSE where nothing changed. */
gboolean sl_plot_view_zoom_at (SlPlotView *self, SlViewAxes axes, double px, double py, double factor);
gboolean sl_plot_view_pan (SlPlotView *self, SlViewAxes axes, double px, double py, double dx, double dy);
gboolean sl_plot_view_zoom_band (SlPlotView *self, double x0, double y0, double x1, double y1);

/* --------------------------------------------------------------- handles */
void sl_plot_view_handles_init (SlPlotView *self);
/* After a change of plot: makes the child widgets match the description's handles. */
void sl_plot_view_handles_sync (SlPlotView *self);
void sl_plot_view_handles_place (SlPlotView *self);
void sl_plot_view_handles_snapshot (SlPlotView *self, GtkSnapshot *snapshot);
/* Squares around the visible handles; free with g_array_unref. */
GArray *sl_plot_view_handles_boxes (SlPlotView *self, const SlPlotLayout *layout);
/* The handle at a position, or NULL. */
GtkWidget *sl_plot_view_handle_at (SlPlotView *self, double px, double py, gboolean finger);
/* Its id, borrowed. */
const char *sl_plot_view_handle_id (GtkWidget *handle);
GtkWidget *sl_plot_view_handle_focused (SlPlotView *self);
const char *sl_plot_view_handle_cursor (GtkWidget *handle);
/* Takes hold of a handle with the pointer at px, py; by_keys: from the handle's position. */
gboolean sl_plot_view_hold (SlPlotView *self, GtkWidget *handle, double px, double py, gboolean by_keys);
/* Moves the pointer while a handle is held. */
void sl_plot_view_hold_move (SlPlotView *self, double px, double py);
void sl_plot_view_let_go (SlPlotView *self, gboolean cancelled);
/* Moves the focused handle by arrow keys. */
void sl_plot_view_handle_step (SlPlotView *self, GtkWidget *handle, int dx, int dy, GdkModifierType state);

/* ----------------------------------------------------------------- input */
void sl_plot_view_input_init (SlPlotView *self);
void sl_plot_view_input_forget (SlPlotView *self);
void sl_plot_view_band_snapshot (SlPlotView *self, GtkSnapshot *snapshot);
gboolean sl_plot_view_key (SlPlotView *self, guint key, GdkModifierType state);
void sl_plot_view_press (SlPlotView *self, guint button, GdkModifierType state, gboolean finger, double x,
                         double y);
/* dx, dy: from the press. TRUE while the view has claimed the pointer. */
gboolean sl_plot_view_drag_to (SlPlotView *self, double dx, double dy);
void sl_plot_view_release (SlPlotView *self, double dx, double dy, gboolean cancelled);
