/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* A plot as a description: what is shown, not how it is drawn. The program builds it from arrays and labels;
 * any renderer draws it (software or OpenGL on screen, Cairo for export). It holds copies of its data, is
 * reference-counted and must not change once a view has it, so it may be built on any thread. One plot is a
 * stack of panels over one x axis. All text is Pango markup. */
typedef struct _SlPlot SlPlot;

typedef enum { SL_SCALE_LINEAR, SL_SCALE_LOG } SlScale;

/* Colours are roles; the theme (light, dark, print) gives them values. The
 * first seven are for series: a colour-blind-safe palette, by default that of
 * Okabe and Ito. */
typedef enum {
  SL_COLOUR_BLUE, SL_COLOUR_VERMILLION, SL_COLOUR_GREEN, SL_COLOUR_ORANGE,
  SL_COLOUR_SKY, SL_COLOUR_PURPLE, SL_COLOUR_YELLOW,
  SL_COLOUR_INK,        /* the strongest line: near black on white, near white on dark */
  SL_COLOUR_FAINT,      /* secondary line */
  SL_COLOUR_GRID,
  SL_COLOUR_POSITIVE, SL_COLOUR_NEGATIVE, /* signed quantities: orange, blue */
  /* LSST-like bands, u to y */
  SL_COLOUR_BAND_U, SL_COLOUR_BAND_G, SL_COLOUR_BAND_R, SL_COLOUR_BAND_I, SL_COLOUR_BAND_Z, SL_COLOUR_BAND_Y,
  /* an even ramp, as of ages: young blue to old red */
  SL_COLOUR_AGE_0, SL_COLOUR_AGE_1, SL_COLOUR_AGE_2, SL_COLOUR_AGE_3, SL_COLOUR_AGE_4,
  SL_N_COLOURS
} SlColour;

typedef enum { SL_DASH_SOLID, SL_DASH_DASHED, SL_DASH_DOTTED, SL_DASH_DASHDOT } SlDash;

typedef struct {
  SlColour colour;
  double alpha;    /* 0..1; 0 counts as 1 so that {0} is a solid line */
  double width;    /* in units of the theme's line width; 0 counts as 1 */
  SlDash dash;
} SlStroke;

typedef enum { SL_ANCHOR_START, SL_ANCHOR_CENTRE, SL_ANCHOR_END } SlAnchor;

typedef struct { double pos; const char *label; } SlTick; /* label: markup */

SlPlot *sl_plot_new (const char *title);
SlPlot *sl_plot_ref (SlPlot *self);
void sl_plot_unref (SlPlot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPlot, sl_plot_unref)

/* The shared x axis. title is markup with its unit in brackets, as "λ [Å]". lo > hi reverses the axis
 * (magnitudes, look-back time); an empty or impossible range is widened when drawn. */
void sl_plot_set_x (SlPlot *self, SlScale scale, double lo, double hi, const char *title);
/* Plots whose x axes show the same quantity share a crosshair: kind is SL_LINK_TIME or another static string,
 * and canonical = x * unit (Gyr, Angstrom). Without a call the plot is not linked. The along values of a
 * track are canonical values of SL_LINK_TIME. */
#define SL_LINK_TIME "time"
#define SL_LINK_WAVE "wave"
void sl_plot_set_link (SlPlot *self, const char *kind, double unit);
const char *sl_plot_get_link (SlPlot *self, double *unit);
/* A second set of labels of the x axis above the top panel (redshift over cosmic time), at positions in units
 * of x. Copied. Where labels would touch, those earlier in the array are kept. */
void sl_plot_set_top_ticks (SlPlot *self, const char *title, const SlTick *ticks, guint n);

/* Adds a panel below the others and returns its index. share: its part of the height, relative to the other
 * panels. */
guint sl_plot_add_panel (SlPlot *self, double share);
/* The left y axis of a panel, from exactly lo to hi. title NULL: an axis without labels or ticks (filter
 * curves below a spectrum). */
void sl_plot_set_y (SlPlot *self, guint panel, SlScale scale, double lo, double hi, const char *title);
/* A panel that brings its own axes as text and tracks: it has no grid, no axes but those with titles, no
 * zoom, and its positions are not read out, since its units mean nothing. Panels with a picture are bare. */
void sl_plot_set_bare (SlPlot *self, guint panel);
/* A second y axis on the right, for series with on_right (the quenching function beside the SFR). */
void sl_plot_set_y_right (SlPlot *self, guint panel, SlScale scale, double lo, double hi, const char *title);

/* Layers are drawn in the order in which they are added. Arrays are copied. NaN breaks a curve.
 * name: plain text for read-outs and screen readers; label: markup drawn beside the curve, or NULL. */
typedef struct {
  const char *name;
  const char *label;
  double label_x;        /* where the label goes along x (data units); NaN: chosen automatically */
  SlStroke stroke;
  gboolean on_right;
  const char *unit;      /* of y, for read-outs */
} SlSeriesOptions;
void sl_plot_add_series (SlPlot *self, guint panel, const double *x, const double *y, gsize n,
                         const SlSeriesOptions *options);
/* Area between y0 and y1 (y0 NULL: down to the axis). */
void sl_plot_add_ribbon (SlPlot *self, guint panel, const double *x, const double *y0, const double *y1,
                         gsize n, SlColour colour, double alpha, const char *name, const char *label);
/* Background between two x, filled with a horizontal gradient of n colours (0xRRGGBB, evenly spaced in x
 * itself, also on a logarithmic axis) at alpha. */
void sl_plot_add_band (SlPlot *self, guint panel, double x0, double x1, const guint32 *rgb, guint n,
                       double alpha);
/* Reference lines across a panel. */
void sl_plot_add_hline (SlPlot *self, guint panel, double y, const SlStroke *stroke);
void sl_plot_add_vline (SlPlot *self, guint panel, double x, const SlStroke *stroke, const char *label);
/* Text at a data position; y_fraction: y is 0..1 of the panel's height, from the bottom. */
void sl_plot_add_text (SlPlot *self, guint panel, double x, double y, gboolean y_fraction, SlAnchor anchor,
                       SlColour colour, const char *markup);
/* Markers. */
void sl_plot_add_point (SlPlot *self, guint panel, double x, double y, SlColour colour, const char *name);

/* A curve of any course, as in a colour–colour diagram. along (n, may be NULL): a quantity that runs along
 * it, for read-outs and links between plots, named along_name in along_unit ("t", "Gyr"). Tracks are not
 * counted as series. */
typedef struct {
  const char *name;
  const char *label;     /* beside its last point; NULL: none */
  SlStroke stroke;
  const char *along_name, *along_unit;
} SlTrackOptions;
void sl_plot_add_track (SlPlot *self, guint panel, const double *x, const double *y, const double *along,
                        gsize n, const SlTrackOptions *options);
/* An arrow from x, y by dx, dy in data units, with a head of the theme's size; label at the head, or NULL. */
void sl_plot_add_arrow (SlPlot *self, guint panel, double x, double y, double dx, double dy,
                        const SlStroke *stroke, const char *label);

/* Colours of maps: even in lightness, from little (near the background) to much; or signed about zero. */
typedef enum { SL_RAMP_AMOUNT, SL_RAMP_SIGNED, SL_N_RAMPS } SlRamp;
/* A map of nx by ny cells between edges (nx + 1, ny + 1, increasing); value (ny, nx), the lowest row first,
 * coloured from lo to hi; NaN cells stay empty. name and unit are for read-outs and the key beside the map. A
 * panel has at most one map. */
void sl_plot_add_map (SlPlot *self, guint panel, const double *x_edge, guint nx, const double *y_edge,
                      guint ny, const double *value, SlRamp ramp, double lo, double hi, const char *name,
                      const char *unit);
/* A picture of w by h pixels (0xAARRGGBB, not premultiplied, the top row first), centred in a panel as large
 * as fits without distortion, smoothly scaled. */
void sl_plot_add_picture (SlPlot *self, guint panel, const guint32 *argb, guint w, guint h, const char *name);

/* A handle that can be dragged. id identifies it ("lg_qt"); name is for screen readers and read-outs.
 * on_right: y is of the right axis. The view reports moves in data units (sl-plot-view.h); its owner decides
 * what they change. */
typedef enum { SL_HANDLE_X = 1, SL_HANDLE_Y = 2, SL_HANDLE_BOTH = 3 } SlHandleAxes;
void sl_plot_add_handle (SlPlot *self, guint panel, const char *id, double x, double y, gboolean on_right,
                         SlHandleAxes axes, SlColour colour, const char *name);
guint sl_plot_n_handles (SlPlot *self);
/* Returns the id, borrowed; NULL past the last. The out arguments may be NULL. */
const char *sl_plot_get_handle (SlPlot *self, guint i, guint *panel, double *x, double *y, SlHandleAxes *axes,
                                const char **name);

/* Short caption, for exported figures and screen readers. */
void sl_plot_set_caption (SlPlot *self, const char *caption);
const char *sl_plot_get_title (SlPlot *self);
const char *sl_plot_get_caption (SlPlot *self);
/* Title of the x axis, markup; NULL for none. */
const char *sl_plot_get_x_title (SlPlot *self);

/* A number unique to this plot in this process; later plots have larger numbers. Identifies painted
 * frames. */
guint64 sl_plot_get_serial (SlPlot *self);

/* Reading back, for tests, read-outs and accessibility: the number of series of a panel and their data
 * (borrowed). */
guint sl_plot_n_panels (SlPlot *self);
guint sl_plot_n_series (SlPlot *self, guint panel);
const char *sl_plot_series_name (SlPlot *self, guint panel, guint series);
gsize sl_plot_series_data (SlPlot *self, guint panel, guint series, const double **x, const double **y);
const char *sl_plot_series_unit (SlPlot *self, guint panel, guint series);
/* A column of numbers for files: y over x, both copies. name: plain text; unit: may be "". */
typedef struct {
  char *name, *unit;
  double *x, *y;
  gsize n;
} SlPlotColumn;
/* Columns of all series, and of each row of cells of maps (at the cells' centres); for a plot that has
 * neither, two columns for each track over its along values. The caller unrefs the array, which owns the
 * columns. *x_title: title of x, plain text; g_free. */
GPtrArray *sl_plot_get_columns (SlPlot *self, char **x_title);
/* Interpolated linearly between neighbouring samples; NaN outside the data, in gaps, and where x falls
 * anywhere. */
double sl_plot_series_value_at (SlPlot *self, guint panel, guint series, double x);
