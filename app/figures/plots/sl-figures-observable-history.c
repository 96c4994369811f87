/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observables over cosmic time, and their gradient below. */
#include "app/figures/sl-figures-direction.h"

#include <string.h>

#include <glib/gi18n.h>
#include <pango/pango.h>

#include "model/observables/sl-coverage.h"
#include "model/observables/sl-line-spill.h"
#include "model/ssp/sl-imf.h"

/* How an observable history is drawn. Colour and dash differ together, so that either alone distinguishes
 * curves. */
typedef struct {
  const char *observable;
  const char *name;        /* short name for read-outs */
  const char *label;       /* markup on the curve; NULL: only the axis title */
  const char *derivative;  /* markup after the first ∂ */
  const char *axis;        /* title of the y axis, marked for translation */
  const char *axis_alone;  /* title where it is the only curve; NULL: the same */
  const char *unit;
  SlColour colour;
  SlDash dash;
  double label_t;          /* Gyr: where the curve is labelled */
  gboolean zero;           /* the axis includes zero */
  double least;            /* smallest span of the axis */
  double least_gradient;   /* and of the gradient axis */
  double deepest;          /* range shown below the curves' top; 0: all */
  double from_t;           /* Gyr: the axis ignores earlier times, when a band sees the far ultraviolet */
  const char *several;     /* markup of the quantity, below more than LONG_NAMES curves; NULL: W */
  gboolean of_imf;         /* depends on the initial mass function by definition: a mass of stars */
} Style;

#define OBSERVED_FROM 1.5

/* The luminosity of a line behind the dust, and before it. */
#define LINE(name, plain, mark, of, colour, dash, at)                                                        \
  { "line:" name, "lg L" plain, mark, "\u2009lg\u2009<i>L</i>" of,                                           \
    N_ ("lg <i>L</i> [<i>L</i><sub>☉</sub>]"), NULL, "dex", SL_COLOUR_##colour, SL_DASH_##dash, at, FALSE,   \
    0.5, 0.01, 5.0, .several = "lg\u2009<i>L</i>" },                                                         \
  { "line0:" name, "lg L0" plain, mark, "\u2009lg\u2009<i>L</i><sub>0</sub>" of,                             \
    N_ ("lg <i>L</i><sub>0</sub> [<i>L</i><sub>☉</sub>]"), NULL, "dex", SL_COLOUR_##colour, SL_DASH_##dash,  \
    at, FALSE, 0.5, 0.01, 5.0, .several = "lg\u2009<i>L</i><sub>0</sub>" }

static const Style style_table[] = {
  { "rest:LSST/g-r", "g−r", "<i>g</i>−<i>r</i>", "(<i>g</i>−<i>r</i>)", N_ ("rest-frame colour [mag]"),
    N_ ("rest-frame <i>g</i>−<i>r</i> [mag]"), "mag", SL_COLOUR_BLUE, SL_DASH_SOLID, 10.5, FALSE, 0.1,
    0.002 },
  { "rest:LSST/r-i", "r−i", "<i>r</i>−<i>i</i>", "(<i>r</i>−<i>i</i>)", N_ ("rest-frame colour [mag]"),
    N_ ("rest-frame <i>r</i>−<i>i</i> [mag]"), "mag", SL_COLOUR_VERMILLION, SL_DASH_DASHED, 10.5, FALSE, 0.1,
    0.002 },
  { "obs:LSST/r-i", "r−i", "<i>r</i>−<i>i</i>", "(<i>r</i>−<i>i</i>)", N_ ("observed colour [mag]"),
    N_ ("observed <i>r</i>−<i>i</i> [mag]"), "mag", SL_COLOUR_VERMILLION, SL_DASH_SOLID, 10.5, FALSE, 0.1,
    0.002, 0.0, OBSERVED_FROM },
  { "obs:LSST/i-z", "i−z", "<i>i</i>−<i>z</i>", "(<i>i</i>−<i>z</i>)", N_ ("observed colour [mag]"),
    N_ ("observed <i>i</i>−<i>z</i> [mag]"), "mag", SL_COLOUR_PURPLE, SL_DASH_DASHED, 10.5, FALSE, 0.1,
    0.002, 0.0, OBSERVED_FROM },
  { "ew:OIII5007", "W[O III]", "[O III]", "<i>W</i>[O III]", N_ ("<i>W</i> [Å]"), N_ ("<i>W</i>[O III] [Å]"),
    "Å", SL_COLOUR_GREEN, SL_DASH_SOLID, 10.5, TRUE, 1.0, 0.05 },
  { "ew:Hbeta", "W(Hβ)", "H<i>β</i>", "<i>W</i>(H<i>β</i>)", N_ ("<i>W</i> [Å]"), NULL, "Å", SL_COLOUR_BLUE,
    SL_DASH_DASHED, 8.0, TRUE, 1.0, 0.05 },
  { "ew:Halpha", "W(Hα + [N II])", "H<i>α</i> + [N II]", "<i>W</i>(H<i>α</i> + [N II])",
    N_ ("<i>W</i> [Å]"), NULL, "Å", SL_COLOUR_VERMILLION, SL_DASH_DASHDOT, 6.0, TRUE, 1.0, 0.05 },
  { "ew:OII3727", "W[O II]", "[O II]", "<i>W</i>[O II]", N_ ("<i>W</i> [Å]"), NULL, "Å", SL_COLOUR_PURPLE,
    SL_DASH_DOTTED, 12.0, TRUE, 1.0, 0.05 },
  { "flux:OIII5007", "lg L[O III]", N_ ("line [<i>L</i><sub>☉</sub>]"), "\u2009lg\u2009<i>L</i>",
    N_ ("lg <i>L</i>"), NULL, "dex", SL_COLOUR_GREEN, SL_DASH_SOLID, 7.0, FALSE, 0.5, 0.01, 5.0 },
  { "cont:OIII5007", "lg Lλ(5007)", N_ ("continuum [<i>L</i><sub>☉</sub> Å<sup>−1</sup>]"),
    "\u2009lg\u2009<i>L</i><sub><i>λ</i></sub>", NULL, NULL, "dex", SL_COLOUR_ORANGE, SL_DASH_DASHED, 7.0,
    FALSE, 0.5, 0.01, 5.0 },
  LINE ("Halpha", "(Hα)", "H<i>α</i>", "(H<i>α</i>)", VERMILLION, DASHDOT, 6.0),
  LINE ("OIII5007", "[O III]", "[O III]", "[O III]", GREEN, SOLID, 10.5),
  LINE ("OII3727", "[O II]", "[O II]", "[O II]", PURPLE, DOTTED, 12.0),
  LINE ("Hbeta", "(Hβ)", "H<i>β</i>", "(H<i>β</i>)", BLUE, DASHED, 8.0),
  { "balmer_decrement", "Hα/Hβ", NULL, "(H<i>α</i>/H<i>β</i>)", N_ ("Balmer decrement H<i>α</i>/H<i>β</i>"),
    NULL, "", SL_COLOUR_VERMILLION, SL_DASH_SOLID, 10.5, FALSE, 0.2, 0.01 },
  { "lgoiii_hbeta", "lg [O III]/Hβ", "[O III]/H<i>β</i>", "\u2009lg([O III]/H<i>β</i>)",
    N_ ("lg line ratio"), NULL, "dex", SL_COLOUR_GREEN, SL_DASH_SOLID, 10.5, FALSE, 0.2, 0.01 },
  { "lgnii_halpha", "lg [N II]/Hα", "[N II]/H<i>α</i>", "\u2009lg([N II]/H<i>α</i>)",
    N_ ("lg line ratio"), NULL, "dex", SL_COLOUR_VERMILLION, SL_DASH_DASHED, 10.5, FALSE, 0.2, 0.01 },
  { "lgmstar_formed", "lg M★ formed", N_ ("lg <i>M</i><sub>★</sub> formed"),
    "\u2009lg\u2009<i>M</i><sub>★</sub>", N_ ("lg <i>M</i> [<i>M</i><sub>☉</sub>]"), NULL, "dex",
    SL_COLOUR_BLUE, SL_DASH_SOLID, 7.0, FALSE, 1.0, 0.01, 6.0, .of_imf = TRUE },
  { "lgmstar_with_remnants", "lg M★ living + remnants", N_ ("living + remnants"),
    "\u2009lg\u2009<i>M</i><sub>liv + rem</sub>", N_ ("lg <i>M</i> [<i>M</i><sub>☉</sub>]"), NULL, "dex",
    SL_COLOUR_GREEN, SL_DASH_DASHDOT, 9.0, FALSE, 1.0, 0.01, 6.0, .of_imf = TRUE },
  { "lgmstar_living", "lg M★ living", N_ ("living"), "\u2009lg\u2009<i>M</i><sub>living</sub>",
    N_ ("lg <i>M</i> [<i>M</i><sub>☉</sub>]"), NULL, "dex", SL_COLOUR_SKY, SL_DASH_DASHED, 11.5, FALSE, 1.0,
    0.01, 6.0, .of_imf = TRUE },
};

/* Span of the axis of a gradient that is zero throughout. */
#define FLAT_SPAN 2.0
/* Most derivatives that can be told apart in one panel, and most pins with derivatives. */
#define MOST_BELOW 4
/* With more curves than this below, labels are those above, and the axis title names the derivative. */
#define LONG_NAMES 2
/* Space for a label beyond the curves' extremes, relative to their range. */
#define NAME_ROOM 0.16
#define MOST_PINS_BELOW 2
#define PIN_BELOW 0.45  /* opacity: fainter than the galaxy's own derivative */
/* Times at which names of galaxies may be placed, Gyr, and the preference for later ones. */
#define NAME_FROM 6.0
#define NAME_UNTIL 12.5
#define LATER_COUNTS 0.05

#define LOG_DECADES 4.0
/* Of a note on the upper panel: Gyr, and share of its height. */
#define NOTE_X 13.4
#define NOTE_Y 0.86

/* Axes that outlive a plot, for each value of the kind's first choice. */
enum { AXIS_UPPER, AXIS_LOWER, AXIS_DIFFERENCE, N_AXES };

/* Values of the choice of scale, which only line widths have. */
enum { SCALE_LINEAR, SCALE_LOG };

static const Style *
find_style (const char *observable)
{
  for (guint i = 0; i < G_N_ELEMENTS (style_table); i++)
    if (strcmp (style_table[i].observable, observable) == 0)
      return &style_table[i];
  g_return_val_if_reached (&style_table[0]);
}

/* Name of a curve for read-outs and files of numbers; that of a mass tells the initial mass function. */
static char *
name_of (const Style *style, const SlResult *result)
{
  return style->of_imf ? g_strdup_printf ("%s (%s)", style->name,
                                          sl_imf_of_library (result->templates->imf)->title)
                       : g_strdup (style->name);
}

typedef struct {
  SlPlot *plot;
  guint upper, lower;
  SlEngine *engine;
  const SlResult *result;
  const SlFigureOptions *options;
  const char *const *histories;
  guint n_histories;
  gboolean log;             /* scale of the upper axis */
  guint axes;               /* index of the first of its axes that outlive the plot */
  SlFigureDirection along[SL_FIGURE_MAX_MORE + 1]; /* of the derivatives below, the gradient first */
  guint n_along;
  guint n_below;            /* number of histories, and of pins, with derivatives below */
  guint n_pins_below;
  gboolean flat;            /* the parameters have no effect on any curve */
} HistoryPlot;

static gsize
row_of (const HistoryPlot *m, const char *observable)
{
  int row = sl_engine_find_observable_history (m->engine, observable);

  g_return_val_if_fail (row >= 0, 0);
  return row;
}

/* The upper panel's curve of a galaxy, minus that of a pin unless less is NULL. g_free. */
static double *
curve_of (const HistoryPlot *m, const SlResult *result, const SlResult *less, gsize row)
{
  const guint n = result->n_epochs;
  double *y = g_memdup2 (result->hist + row * n, n * sizeof *y);

  for (guint i = 0; less && i < n; i++)
    y[i] -= less->hist[row * n + i];
  return y;
}

/* A dash identifies the observable, where there are several. */
static SlDash
dash_of (const HistoryPlot *m, const Style *style)
{
  return m->n_histories > 1 ? style->dash : SL_DASH_SOLID;
}

static gboolean
differs (const HistoryPlot *m)
{
  return m->options->differences && m->options->n_pins;
}

/* Values for a logarithmic axis, NaN where not positive. g_free. */
static double *
shown_log (const double *y, guint n)
{
  double *shown = g_memdup2 (y, n * sizeof *y);

  for (guint i = 0; i < n; i++)
    if (!(y[i] > 0.0))
      shown[i] = NAN;
  return shown;
}

/* The same of a pin. */
static double *
shown_pin (const HistoryPlot *m, guint pin, gsize row)
{
  const SlResult *result = m->options->pins[pin].result;

  if (differs (m))
    return curve_of (m, m->result, result, row);
  return m->log ? shown_log (result->hist + row * result->n_epochs, result->n_epochs)
                : curve_of (m, result, NULL, row);
}

/* Distance of two curves on their axis. */
static double
distance (const HistoryPlot *m, double a, double b)
{
  return m->log ? fabs (log (a / b)) : fabs (a - b);
}

/* Time at which a curve is furthest from zero, within the range that its axis fits; NaN where it is zero. */
static double
steepest_time (const HistoryPlot *m, const double *y)
{
  const double from_t = find_style (m->histories[0])->from_t;
  double most = 0.0, at = NAN;

  for (guint i = 0; i < m->result->n_epochs; i++)
    if (m->result->epoch_t[i] >= from_t && fabs (y[i]) > most)
      most = fabs (y[i]), at = m->result->epoch_t[i];
  return at;
}

static void
add_preview (const HistoryPlot *m, const Style *style, gsize row)
{
  const SlResult *preview = m->options->preview;
  const guint n = preview->n_epochs;
  const double *f = preview->hist + row * n;
  g_autofree double *df = sl_figure_direction_slope (&m->along[0], preview, row),
                    *tangent = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      tangent[i] = f[i] + df[i] * m->options->preview_step;
      if (m->log && !(tangent[i] > 0.0))
        tangent[i] = NAN;
    }
  sl_plot_add_series (m->plot, m->upper, preview->epoch_t, tangent, n, &(SlSeriesOptions) {
    .name = _ ("Tangent"), .label_x = NAN, .unit = style->unit,
    .stroke = { m->options->n_pins ? SL_COLOUR_INK : style->colour, 0.6, 0.75, SL_DASH_DOTTED },
  });
}

/* The value when the galaxy is seen. */
static double
seen (const HistoryPlot *m, const char *observable, gsize row)
{
  const double value = sl_figure_value_seen (m->engine, m->result, m->options->galaxy, observable,
                                             m->result->hist + row * m->result->n_epochs);

  return m->log && !(value > 0.0) ? NAN : value;
}

/* Time for the name of a galaxy: where its curve is furthest from the others, at later times, which are read
 * first. live: of the galaxy itself, else of the pin. */
static double
most_apart (const HistoryPlot *m, gsize row, gboolean live, guint pin)
{
  const guint n = m->result->n_epochs, n_pins = m->options->n_pins;
  g_autofree double *own = live ? curve_of (m, m->result, NULL, row) : shown_pin (m, pin, row);
  double best = -INFINITY, at = NAME_FROM;
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k < n_pins; k++)
    if (live || k != pin)
      g_ptr_array_add (others, shown_pin (m, k, row));
  if (!live && !differs (m))
    g_ptr_array_add (others, curve_of (m, m->result, NULL, row));
  for (guint i = 0; i < n; i++)
    {
      double nearest = INFINITY;

      if (m->result->epoch_t[i] < NAME_FROM || m->result->epoch_t[i] > NAME_UNTIL)
        continue;
      for (guint k = 0; k < others->len; k++)
        nearest = MIN (nearest, distance (m, own[i], ((const double *) others->pdata[k])[i]));
      /* prefer later times among equals */
      nearest *= 1.0 + LATER_COUNTS * m->result->epoch_t[i];
      if (nearest > best)
        best = nearest, at = m->result->epoch_t[i];
    }
  return at;
}

/* Adds the curve of a pin; only its first curve is labelled. */
static void
add_pin (const HistoryPlot *m, guint panel, guint pin, const Style *style, const double *y, const char *unit,
         double label_x)
{
  const SlFigurePin *p = &m->options->pins[pin];
  const gboolean below = panel == m->lower;
  g_autofree char *label = g_markup_escape_text (p->name, -1), *of_style = name_of (style, p->result);
  g_autofree char *name =
      m->n_histories > 1 ? g_strdup_printf ("%s: %s", p->name, of_style) : g_strdup (p->name);

  sl_plot_add_series (m->plot, panel, p->result->epoch_t, y, p->result->n_epochs,
                      &(SlSeriesOptions) {
                          .name = name,
                          .label = isnan (label_x) ? NULL : label,
                          .label_x = label_x,
                          .unit = unit,
                          .stroke = { sl_figure_pin_colour (p->colour), below ? PIN_BELOW : 0.7,
                                      differs (m) && !below ? 1.25 : 0.75, dash_of (m, style) },
                      });
}

/* The curve y of the galaxy with a spike to now at the time at which it is seen, where a burst between epochs
 * raises it. Fills t and spiked, (n_epochs + 3), and returns their length. */
static guint
add_spike (const SlResult *result, const double *y, double now, double *t, double *spiked)
{
  const double three[] = { sl_figure_value_now (result, y), now, sl_figure_value_now (result, y) };
  guint n = 0;

  for (guint e = 0; e <= result->n_epochs; e++)
    {
      const double from = e ? result->epoch_t[e - 1] : -INFINITY,
                   until = e < result->n_epochs ? result->epoch_t[e] : INFINITY;

      for (guint k = 0; k < G_N_ELEMENTS (three) && result->t_obs >= from && result->t_obs < until; k++)
        t[n] = result->t_obs, spiked[n++] = three[k];
      if (e < result->n_epochs)
        t[n] = until, spiked[n++] = y[e];
    }
  return n;
}

static void
add_upper (const HistoryPlot *m, const Style *style, gsize row, gboolean first)
{
  const SlResult *result = m->result;
  const gboolean pinned = m->options->n_pins > 0, alone = m->n_histories == 1;
  const SlColour colour = pinned ? SL_COLOUR_INK : style->colour;
  const double *y = result->hist + row * result->n_epochs;
  g_autofree double *above_zero = NULL;
  g_autofree char *name = name_of (style, result);
  g_autofree double *t = g_memdup2 (result->epoch_t, result->n_epochs * sizeof *t), *spiked = NULL;
  guint n = result->n_epochs;
  double now;

  for (guint i = 0; i < m->options->n_pins; i++)
    {
      g_autofree double *shown = shown_pin (m, i, row);

      add_pin (m, m->upper, i, style, shown, style->unit, first ? most_apart (m, row, FALSE, i) : NAN);
    }
  if (differs (m))
    return;
  if (m->log)
    y = above_zero = shown_log (y, result->n_epochs);
  if (m->options->preview && m->options->preview_step != 0.0)
    add_preview (m, style, row);
  now = seen (m, style->observable, row);
  if (sl_figure_has_burst (m->options->galaxy) && isfinite (now))
    {
      t = g_renew (double, t, n + 3);
      spiked = g_new (double, n + 3);
      n = add_spike (result, y, now, t, spiked);
      y = spiked;
    }
  /* With pins, ink is this galaxy; the axis title names the observable where there is one only. */
  sl_plot_add_series (m->plot, m->upper, t, y, n,
                      &(SlSeriesOptions) {
                          .name = name,
                          .label = pinned && alone ? _ ("this galaxy")
                                   : style->label  ? _ (style->label)
                                                   : NULL,
                          .label_x = pinned && first ? most_apart (m, row, TRUE, 0) : style->label_t,
                          .stroke = { colour, 0.0, 1.25, dash_of (m, style) },
                          .unit = style->unit,
                      });
  if (isfinite (now))
    sl_plot_add_point (m->plot, m->upper, result->t_obs, now, colour, name);
}

/* Colour of the derivative by a further parameter: one that nothing else on the plot has, while any are
 * left. */
static SlColour
other_colour (const HistoryPlot *m, guint k)
{
  static const SlColour hues[] = { SL_COLOUR_GREEN,      SL_COLOUR_PURPLE, SL_COLOUR_SKY,   SL_COLOUR_ORANGE,
                                   SL_COLOUR_VERMILLION, SL_COLOUR_BLUE,   SL_COLOUR_YELLOW };
  guint64 taken = 0;
  guint n = 0;

  for (guint i = 0; i < m->n_below && !m->options->n_pins; i++)
    taken |= 1u << find_style (m->histories[i])->colour;
  for (guint i = 0; i < m->options->n_pins; i++)
    taken |= 1u << sl_figure_pin_colour (m->options->pins[i].colour);
  for (guint i = 0; i < G_N_ELEMENTS (hues); i++)
    if (!(taken >> hues[i] & 1) && n++ == k)
      return hues[i];
  return hues[(k - n) % G_N_ELEMENTS (hues)];
}

/* Adds one derivative, along direction k. */
static void
add_slope (const HistoryPlot *m, const Style *style, gsize row, guint k)
{
  const SlResult *result = m->result;
  const SlFigureDirection *along = &m->along[k];
  const SlColour colour = k ? other_colour (m, k - 1) : m->options->n_pins ? SL_COLOUR_INK : style->colour;
  g_autofree char *derivative = sl_figure_direction_markup (style->derivative, along);
  g_autofree char *unit = sl_figure_direction_unit (style->unit, along), *name = NULL;
  g_autofree double *dy = sl_figure_direction_slope (along, result, row);
  /* Between epochs a burst has slopes of its own. */
  double now = sl_figure_has_burst (m->options->galaxy) ? NAN : sl_figure_value_now (result, dy);

  /* Plain text, for read-outs. */
  if (!pango_parse_markup (derivative, -1, 0, NULL, &name, NULL, NULL))
    name = g_strdup (style->name);
  sl_plot_add_series (m->plot, m->lower, result->epoch_t, dy, result->n_epochs, &(SlSeriesOptions) {
    .name = name, .label = m->flat ? NULL : m->n_below > LONG_NAMES ? _ (style->label) : derivative,
    .label_x = steepest_time (m, dy), .unit = unit,
    .stroke = { colour, 0.0, k ? 1.0 : 1.25, dash_of (m, style) },
  });
  if (isfinite (now))
    sl_plot_add_point (m->plot, m->lower, result->t_obs, now, colour, name);
}

static void
add_lower (const HistoryPlot *m, const Style *style, gsize row)
{
  g_autofree char *unit = sl_figure_direction_unit (style->unit, &m->along[0]);

  for (guint i = 0; i < m->n_pins_below; i++)
    {
      g_autofree double *dy = sl_figure_direction_slope (&m->along[0], m->options->pins[i].result, row);

      add_pin (m, m->lower, i, style, dy, unit, NAN);
    }
  for (guint k = m->n_along; k-- > 0;)
    add_slope (m, style, row, k);
}

/* Mass of the halo, NaN for forms without a halo. Its derivative is not shown. */
static void
extend_halo (const HistoryPlot *m, double *lo, double *hi)
{
  sl_figure_extend (lo, hi, m->result->table_lgmh, m->result->n_table);
  for (guint i = 0; i < m->options->n_pins; i++)
    sl_figure_extend (lo, hi, m->options->pins[i].result->table_lgmh, m->result->n_table);
}

static void
add_halo (const HistoryPlot *m)
{
  for (guint i = 0; i <= m->options->n_pins; i++)
    {
      const gboolean live = i == m->options->n_pins;
      const SlResult *r = live ? m->result : m->options->pins[i].result;
      g_autofree char *name = live ? g_strdup (_ ("lg halo mass"))
                                   : g_strdup_printf ("%s: %s", m->options->pins[i].name, _ ("lg halo mass"));
      const SlColour own = m->options->n_pins ? SL_COLOUR_INK : SL_COLOUR_PURPLE;
      const SlColour colour = live ? own : sl_figure_pin_colour (m->options->pins[i].colour);

      if (isfinite (r->table_lgmh[r->n_table / 2]))
        sl_plot_add_series (m->plot, m->upper, r->table_t, r->table_lgmh, r->n_table, &(SlSeriesOptions) {
          .name = name, .label = live ? _ ("lg <i>M</i><sub>halo</sub>") : NULL, .label_x = 7.0,
          .stroke = { colour, live ? 0.0 : 0.7, live ? 1.25 : 0.75, SL_DASH_DASHDOT }, .unit = "dex",
        });
    }
}

/* Extends the ranges of both panels by all that they show of an observable history. */
static void
extend_ranges (const HistoryPlot *m, gsize row, gboolean below, double from_t, double *lo, double *hi)
{
  const guint all = m->result->n_epochs;
  guint from = 0, n;

  while (from < all && m->result->epoch_t[from] < from_t)
    from++;
  n = all - from;
  if (!differs (m))
    {
      g_autofree double *y =
          m->log ? shown_log (m->result->hist + row * all, all) : curve_of (m, m->result, NULL, row);

      sl_figure_extend (&lo[0], &hi[0], y + from, n);
    }
  for (guint i = 0; i < m->options->n_pins; i++)
    {
      g_autofree double *y = shown_pin (m, i, row);

      sl_figure_extend (&lo[0], &hi[0], y + from, n);
    }
  for (guint k = 0; below && k < m->n_along; k++)
    {
      g_autofree double *dy = sl_figure_direction_slope (&m->along[k], m->result, row);

      sl_figure_extend (&lo[1], &hi[1], dy + from, n);
    }
  for (guint i = 0; below && i < m->n_pins_below; i++)
    {
      g_autofree double *dy = sl_figure_direction_slope (&m->along[0], m->options->pins[i].result, row);

      sl_figure_extend (&lo[1], &hi[1], dy + from, n);
    }
}

/* Title of the lower axis: the unit, if all derivatives have the same. */
static char *
lower_title (const HistoryPlot *m, const Style *style)
{
  g_autofree char *unit = sl_figure_direction_unit (style->unit, &m->along[0]);

  if (m->n_below > LONG_NAMES)
    return g_strdup_printf ("∂\u2009%s [%s]",
                            style->several  ? style->several
                            : style->of_imf ? "lg\u2009<i>M</i>"
                                            : "<i>W</i>",
                            unit);
  for (guint k = 1; k < m->n_along; k++)
    {
      g_autofree char *other = sl_figure_direction_unit (style->unit, &m->along[k]);

      /* Translators: %s is a unit; below a plot, derivatives by parameters of several units */
      if (strcmp (unit, other) != 0)
        return g_strdup_printf (_ ("[%s/unit]"), style->unit);
    }
  return g_strdup_printf ("[%s]", unit);
}

static void
set_ranges (HistoryPlot *m, const Style *style, double *lo, double *hi)
{
  SlFigureAxisRule upper = { .zero = style->zero || differs (m), .least = style->least };
  SlFigureAxisRule lower = { .zero = TRUE, .least = style->least_gradient };
  static const SlFigureAxisRule decades = { .log = TRUE, .least = 10.0, .decades = LOG_DECADES };
  const char *axis = m->n_histories == 1 && style->axis_alone ? style->axis_alone : style->axis;
  g_autofree char *title = lower_title (m, style);
  /* Translators: %s is the title of an axis; the plot shows the difference of two galaxies */
  g_autofree char *difference = g_strdup_printf (_ ("Δ %s"), _ (axis));

  for (guint i = 0; i < m->n_histories; i++)
    {
      const gsize row = row_of (m, m->histories[i]);
      const double now = seen (m, m->histories[i], row);

      extend_ranges (m, row, i < m->n_below, style->from_t, lo, hi);
      if (!differs (m) && isfinite (now))
        sl_figure_extend (&lo[0], &hi[0], &now, 1);
    }
  if (style->deepest > 0.0 && !differs (m))
    lo[0] = MAX (lo[0], hi[0] - style->deepest);
  m->flat = MAX (-lo[1], hi[1]) < SL_FIGURE_NOTHING || lo[1] > hi[1];
  if (m->flat)
    lower.least = FLAT_SPAN;
  /* space for labels beside the extremes */
  if (-lo[1] > hi[1])
    lo[1] -= NAME_ROOM * (hi[1] - lo[1]);
  else
    hi[1] += NAME_ROOM * (hi[1] - lo[1]);
  /* all below zero: show a little of the other side, so that the zero line is clear of the panel above */
  if (lo[1] < 0.0 && hi[1] <= 0.0)
    hi[1] = -0.06 * lo[1];
  sl_figure_settle (m->options, m->axes + (differs (m) ? AXIS_DIFFERENCE : AXIS_UPPER),
                    m->log ? &decades : &upper, &lo[0], &hi[0]);
  sl_figure_settle (m->options, m->axes + AXIS_LOWER, &lower, &lo[1], &hi[1]);
  sl_plot_set_y (m->plot, m->upper, m->log ? SL_SCALE_LOG : SL_SCALE_LINEAR, lo[0], hi[0],
                 differs (m) ? difference : _ (axis));
  sl_plot_set_y (m->plot, m->lower, SL_SCALE_LINEAR, lo[1], hi[1], title);
}

static void
set_caption (const HistoryPlot *m, const SlFigureInfo *info)
{
  g_autoptr (GString) caption = g_string_new (_ (info->description));
  g_autoptr (GString) by = g_string_new (NULL);

  for (guint k = 0; k < m->n_along; k++)
    {
      g_autofree char *names = sl_figure_direction_names (&m->along[k]);

      g_string_append_printf (by, "%s%s", k ? ", " : "", names);
    }
  if (info->choices)
    {
      const SlFigureChoice *choice = &info->choices[0];

      const SlFigureValue *value = sl_figure_value (choice, m->options->choice[0]);

      /* Translators: what of several a plot shows, as “Colours: At rest, g−r” */
      g_string_append_printf (caption, _ (". %s: %s"), _ (choice->title), _ (value->title));
    }
  if (info->halo_mass)
    /* Translators: %s is a name, as Kroupa */
    g_string_append_printf (caption, _ (". Initial mass function: %s"),
                            sl_imf_of_library (m->result->templates->imf)->title);
  /* Translators: %s is a list of parameters by their names */
  g_string_append_printf (caption, _ (". Gradient by %s."), by->str);
  sl_plot_set_caption (m->plot, caption->str);
}

/* Chooses what the lower panel shows: derivatives along several directions of the first observable only,
 * where all would be too many; those of pins where they are few and there are no further gradients. */
static void
choose_below (HistoryPlot *m)
{
  SlParamId more[SL_FIGURE_MAX_MORE];
  const guint n_more = sl_figure_more (m->options, more);

  m->along[0] = sl_figure_direction (m->options);
  for (guint k = 0; k < n_more; k++)
    m->along[k + 1] = sl_figure_direction_of (m->options, more[k]);
  m->n_along = n_more + 1;
  m->n_below = n_more && m->n_along * m->n_histories > MOST_BELOW ? 1 : m->n_histories;
  m->n_pins_below = m->options->n_pins;
  /* One pin beside the galaxy is a comparison and is always shown. */
  if (n_more || m->n_pins_below > MOST_PINS_BELOW
      || (m->n_pins_below > 1 && (m->n_pins_below + 1) * m->n_histories > MOST_BELOW))
    m->n_pins_below = 0;
}

/* Tells where lines are so broad that the bands of a width do not fit. The caption has nothing of it, which
 * is about all galaxies. */
static void
add_spill (const HistoryPlot *m)
{
  const SlTemplates *t = m->engine->templates;
  SlLineSpill worst = { 0 };
  g_autofree char *text = NULL;

  for (guint i = 0; i < m->n_histories; i++)
    {
      const char *colon = strchr (m->histories[i], ':');
      const SlLineBand *band = colon ? sl_line_band_find (colon + 1) : NULL;
      SlLineSpill spill = { 0 };

      if (band && !g_str_has_prefix (m->histories[i], "line"))
        spill = sl_line_band_spill (band, t, m->options->galaxy);
      if (spill.share > worst.share)
        worst = spill;
    }
  if (!(worst.share > SL_LINE_SPILL_TOLD))
    return;
  /* Translators: a share of an emission line, and its name */
  text = g_markup_printf_escaped (worst.enters
                                      ? _ ("%.0f %% of %s,\na neighbour, is in the bands")
                                      : _ ("%.0f %% of %s\nis outside its band"),
                                  100.0 * worst.share, t->line_name[worst.line]);
  sl_plot_add_text (m->plot, m->upper, NOTE_X, NOTE_Y, TRUE, SL_ANCHOR_END, SL_COLOUR_FAINT, text);
}

/* Tells why a curve is missing where the library ends within its band. */
static void
add_uncovered (const HistoryPlot *m)
{
  for (guint i = 0; i < m->n_histories; i++)
    {
      const SlCoverage c = sl_observable_coverage (m->engine->filters, m->histories[i], m->engine->templates,
                                                   m->options->galaxy);
      g_autofree char *text = NULL;

      if (!c.band)
        continue;
      /* Translators: a filter, and a share of it */
      text = g_markup_printf_escaped (_ ("No value in %s:\nthe library covers %.0f %%"), c.band->name,
                                      100.0 * c.share);
      sl_plot_add_text (m->plot, m->upper, NOTE_X, NOTE_Y, TRUE, SL_ANCHOR_END, SL_COLOUR_FAINT, text);
      return;
    }
}

static SlPlot *
make_observable_history (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
                         const SlFigureOptions *options)
{
  static const SlStroke zero = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID };
  HistoryPlot m = { .plot = sl_plot_new (options->title), .engine = engine, .result = result,
                    .options = options, .histories = sl_figure_histories (info, options) };
  const guint n = result->n_epochs;
  double lo[2] = { INFINITY, INFINITY }, hi[2] = { -INFINITY, -INFINITY };

  m.n_histories = g_strv_length ((char **) m.histories);
  m.axes = info->choices ? N_AXES * MIN (options->choice[0], SL_FIGURE_MAX_AXES / N_AXES - 1) : 0;
  m.log = find_style (m.histories[0])->zero && options->choice[0] == SCALE_LOG && !differs (&m);
  choose_below (&m);
  sl_figure_time_axis (m.plot, result);
  m.upper = sl_plot_add_panel (m.plot, 1.0);
  m.lower = sl_plot_add_panel (m.plot, 0.7);
  if (info->halo_mass && !differs (&m))
    extend_halo (&m, &lo[0], &hi[0]);
  set_ranges (&m, find_style (m.histories[0]), lo, hi);
  sl_figure_epoch_line (m.plot, m.upper, result, TRUE);
  sl_figure_epoch_line (m.plot, m.lower, result, FALSE);
  sl_plot_add_hline (m.plot, m.lower, 0.0, &zero);
  if (differs (&m))
    sl_plot_add_hline (m.plot, m.upper, 0.0, &zero);
  else if (info->halo_mass)
    add_halo (&m);
  for (guint i = 0; i < m.n_histories; i++)
    {
      const Style *style = find_style (m.histories[i]);
      gsize row = row_of (&m, m.histories[i]);

      add_upper (&m, style, row, i == 0);
      if (i < m.n_below)
        add_lower (&m, style, row);
    }
  if (m.flat)
    sl_figure_nothing (m.plot, m.lower, 0.5 * (result->epoch_t[0] + result->epoch_t[n - 1]), options);
  add_spill (&m);
  add_uncovered (&m);
  set_caption (&m, info);
  return m.plot;
}

/* ----------------------------------------------------------------- kinds */

static const char *const colour_histories[] = { "rest:LSST/g-r", "rest:LSST/r-i", NULL };
static const char *const observed_histories[] = { "obs:LSST/r-i", "obs:LSST/i-z", NULL };
static const char *const oiii_histories[] = { "ew:OIII5007", NULL };
static const char *const line_histories[] = { "flux:OIII5007", "cont:OIII5007", NULL };
static const char *const width_histories[] = { "ew:Halpha", "ew:OIII5007", "ew:OII3727", "ew:Hbeta", NULL };
static const char *const emission_histories[] = { "line:Halpha", "line:OIII5007", "line:OII3727",
                                                  "line:Hbeta", NULL };
static const char *const bare_histories[] = { "line0:Halpha", "line0:OIII5007", "line0:OII3727",
                                              "line0:Hbeta", NULL };
static const char *const decrement_histories[] = { "balmer_decrement", NULL };
static const char *const ratio_histories[] = { "lgoiii_hbeta", "lgnii_halpha", NULL };
static const char *const growth_histories[] = { "lgmstar_formed", "lgmstar_with_remnants", "lgmstar_living",
                                                NULL };

static const char *const rest_gr_histories[] = { "rest:LSST/g-r", NULL };
static const char *const rest_ri_histories[] = { "rest:LSST/r-i", NULL };
static const char *const observed_ri_histories[] = { "obs:LSST/r-i", NULL };
static const char *const observed_iz_histories[] = { "obs:LSST/i-z", NULL };

static const SlFigureValue colour_frames[] = {
  { .name = "rest", .title = N_ ("Rest frame, g−r and r−i") },
  { .name = "rest-gr", .title = N_ ("Rest frame, g−r"), .histories = rest_gr_histories },
  { .name = "rest-ri", .title = N_ ("Rest frame, r−i"), .histories = rest_ri_histories },
  { .name = "observed", .title = N_ ("Observed, r−i and i−z"), .histories = observed_histories },
  { .name = "observed-ri", .title = N_ ("Observed, r−i"), .histories = observed_ri_histories },
  { .name = "observed-iz", .title = N_ ("Observed, i−z"), .histories = observed_iz_histories }, { NULL },
};
static const SlFigureChoice colour_choices[] = { { "frame", N_ ("Colours"), colour_frames }, { NULL } };

static const SlFigureValue width_scales[] = {
  [SCALE_LINEAR] = { .name = "linear", .title = N_ ("Linear") },
  [SCALE_LOG] = { .name = "log", .title = N_ ("Logarithmic") }, { NULL },
};
static const SlFigureChoice width_choices[] = { { "scale", N_ ("Scale"), width_scales }, { NULL } };

static const SlFigureValue emission_quantities[] = {
  { .name = "luminosity", .title = N_ ("Luminosity behind the dust") },
  { .name = "intrinsic", .title = N_ ("Luminosity before dust"), .histories = bare_histories },
  { .name = "decrement", .title = N_ ("Balmer decrement Hα/Hβ"), .histories = decrement_histories },
  { .name = "ratios", .title = N_ ("[O III] 5007/Hβ and [N II] 6584/Hα"), .histories = ratio_histories },
  { NULL },
};
static const SlFigureChoice emission_choices[] = { { "quantity", N_ ("Quantity"), emission_quantities },
                                                   { NULL } };

/* What all kinds of this file share: curves over cosmic time with their gradient below. */
#define OBSERVABLE_HISTORY                                                                                   \
  .want = SL_REQUEST_HISTORIES, .want_gradient = SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN,         \
  .over_time = TRUE, .furniture_mm = 24.0, .aspect = 0.68, .more_gradients = TRUE,                           \
  .make = make_observable_history

const SlFigureInfo sl_figure_kind_colours = {
  .name = "colours",
  .title = N_ ("Colours over cosmic time"),
  .description = N_ ("Rest-frame or observed colours over cosmic time, and their gradient"),
  OBSERVABLE_HISTORY,
  .histories = colour_histories,
  .choices = colour_choices,
};

const SlFigureInfo sl_figure_kind_oiii = {
  .name = "oiii",
  .title = N_ ("[O III] over cosmic time"),
  .description = N_ ("Equivalent width of [O III] 5007 over cosmic time, and its gradient"),
  OBSERVABLE_HISTORY,
  .histories = oiii_histories,
  .choices = width_choices,
};

const SlFigureInfo sl_figure_kind_line_split = {
  .name = "line-split",
  .title = N_ ("[O III]: line and continuum"),
  .description = N_ ("Luminosity of the line [O III] 5007 and of the stellar continuum below it over cosmic "
                     "time; their ratio is the equivalent width"),
  OBSERVABLE_HISTORY,
  .histories = line_histories,
};

const SlFigureInfo sl_figure_kind_widths = {
  .name = "widths",
  .title = N_ ("Line widths over cosmic time"),
  .description =
      N_ ("Equivalent widths of Hα + [N II], [O III], [O II] and Hβ over cosmic time, and their gradient"),
  OBSERVABLE_HISTORY,
  .histories = width_histories,
  .choices = width_choices,
};

const SlFigureInfo sl_figure_kind_lines = {
  .name = "lines",
  .title = N_ ("Emission lines over cosmic time"),
  .description = N_ ("Luminosities of Hα, [O III] 5007, [O II] 3727 and Hβ over cosmic time, or line ratios, "
                     "and their gradient"),
  OBSERVABLE_HISTORY,
  .histories = emission_histories,
  .choices = emission_choices,
};

const SlFigureInfo sl_figure_kind_halo = {
  .name = "halo",
  .title = N_ ("Growth of halo and stars"),
  .description = N_ ("Mass of the halo, of all stars formed, of living stars with remnants and of living "
                     "stars alone over cosmic time, and the gradient of the stellar masses"),
  OBSERVABLE_HISTORY,
  .halo_mass = TRUE,
  .histories = growth_histories,
};
