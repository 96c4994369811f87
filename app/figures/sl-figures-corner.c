/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A corner plot as one panel: cells of width and height 1, the parameters' own scales inside them. */
#include "app/figures/sl-figures-corner.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n.h>

#include "app/figures/sl-figures-private.h"
#include "model/degeneracy/sl-covariance.h"
#include "ui/widgets/sl-number.h"

/* The two contours of each pair. */
static const struct {
  double chi2, percent;
} contour_table[] = { { SL_CHI2_68, 68.0 }, { SL_CHI2_95, 95.0 } };
#define N_ELLIPSE 96
#define N_CURVE 81
/* Of a cell: what is left free between cells, and above a marginal's peak. */
#define GAP 0.07
#define HEAD 0.4
/* An axis that is chosen shows so many standard deviations to both sides, and stays while it shows fewer. */
#define SIGMAS 2.9
#define LEAST_SIGMAS 2.3
/* Share of a sample that may lie outside at each end. */
#define CLOUD_OUTSIDE 0.01
/* Below the cells, and to their left: numbers. */
#define BELOW 0.24
#define LEFT 0.26

typedef struct {
  const SlCornerOptions *o;
  SlPlot *plot;
  double lo[SL_FIGURE_CORNER_MOST], hi[SL_FIGURE_CORNER_MOST];
} Corner;

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Where nearly all of the sample is. */
static void
span_of_cloud (const SlCornerOptions *o, guint i, double *lo, double *hi)
{
  const gsize n = o->cloud.n;
  g_autofree double *value = g_new (double, n + 1);

  for (gsize k = 0; k < n; k++)
    value[k] = o->cloud.value[k * o->n + i];
  qsort (value, n, sizeof *value, compare);
  *lo = MIN (*lo, value[(gsize) (CLOUD_OUTSIDE * (n - 1))]);
  *hi = MAX (*hi, value[(gsize) ((1.0 - CLOUD_OUTSIDE) * (n - 1))]);
}

/* As many standard deviations to both sides as the range allows, and the sample. */
static void
span (const SlCornerOptions *o, guint i, double sigmas, double *lo, double *hi)
{
  const SlCornerParam *p = &o->param[i];
  const double width = isfinite (p->error) ? sigmas * p->error : p->hi - p->lo;

  *lo = p->value - width;
  *hi = p->value + width;
  if (o->cloud.n)
    span_of_cloud (o, i, lo, hi);
  *lo = MAX (*lo, p->lo);
  *hi = MIN (*hi, p->hi);
  if (!(*hi > *lo))
    *lo = p->lo, *hi = p->hi;
}

/* The axis of a parameter: as wide as its contours, no wider than its range. */
static void
choose_axis (Corner *c, guint i)
{
  const SlCornerParam *p = &c->o->param[i];
  double least_lo, least_hi, *lo = &c->lo[i], *hi = &c->hi[i];

  span (c->o, i, LEAST_SIGMAS, &least_lo, &least_hi);
  *lo = least_lo, *hi = least_hi;
  sl_figure_keep_range (c->o->ranges, i, p->lo, p->hi, lo, hi);
  if (*lo == least_lo && *hi == least_hi)
    {
      span (c->o, i, SIGMAS, lo, hi);
      if (c->o->ranges)
        c->o->ranges->axis[i].lo = *lo, c->o->ranges->axis[i].hi = *hi;
    }
}

/* Position in a cell of a value, 0 to 1 inside it. */
static double
along (const Corner *c, guint i, double value)
{
  return (value - c->lo[i]) / (c->hi[i] - c->lo[i]);
}

static double
to_x (const Corner *c, guint column, double value)
{
  const double at = along (c, column, value);

  return at < 0.0 || at > 1.0 ? NAN : column + 0.5 * GAP + (1.0 - GAP) * at;
}

/* The first row is at the top. */
static double
bottom_of (const Corner *c, guint row)
{
  return c->o->n - 1.0 - row + 0.5 * GAP;
}

static double
to_y (const Corner *c, guint row, double value)
{
  const double at = along (c, row, value);

  return at < 0.0 || at > 1.0 ? NAN : bottom_of (c, row) + (1.0 - GAP) * at;
}

static void
add_frame (const Corner *c, guint row, guint column)
{
  const double x0 = column + 0.5 * GAP, y0 = bottom_of (c, row), x1 = x0 + 1.0 - GAP, y1 = y0 + 1.0 - GAP;
  const double x[] = { x0, x1, x1, x0, x0 }, y[] = { y0, y0, y1, y1, y0 };

  sl_plot_add_track (c->plot, 0, x, y, NULL, 5,
                     &(SlTrackOptions) { .name = NULL,
                                         .stroke = { SL_COLOUR_GRID, 0.0, 1.0, SL_DASH_SOLID } });
}

/* --- cells of two parameters ------------------------------------------------ */

static void
add_ellipses (const Corner *c, guint row, guint column)
{
  const SlCornerOptions *o = c->o;
  const double var_x = o->covariance[column * o->n + column], var_y = o->covariance[row * o->n + row],
               both = o->covariance[row * o->n + column];

  if (!isfinite (var_x) || !isfinite (var_y) || !isfinite (both))
    return;
  for (guint k = 0; k < G_N_ELEMENTS (contour_table); k++)
    {
      g_autofree char *percent = sl_number_format (contour_table[k].percent, 0);
      g_autofree char *name = g_strdup_printf (_ ("%s and %s: Gaussian forecast, %s %%"),
                                               o->param[column].name, o->param[row].name, percent);
      double x[N_ELLIPSE + 1], y[N_ELLIPSE + 1];

      sl_covariance_ellipse (o->covariance, o->n, column, row, contour_table[k].chi2, N_ELLIPSE, x, y);
      x[N_ELLIPSE] = x[0];
      y[N_ELLIPSE] = y[0];
      for (guint i = 0; i <= N_ELLIPSE; i++)
        {
          x[i] = to_x (c, column, o->param[column].value + x[i]);
          y[i] = to_y (c, row, o->param[row].value + y[i]);
          if (isnan (x[i]) || isnan (y[i]))
            x[i] = y[i] = NAN;
        }
      sl_plot_add_track (c->plot, 0, x, y, NULL, N_ELLIPSE + 1,
                         &(SlTrackOptions) {
                             .name = name,
                             .stroke = { SL_COLOUR_BLUE, k ? 0.55 : 1.0, k ? 1.0 : 1.6, SL_DASH_SOLID } });
    }
}

static void
add_contours (const Corner *c)
{
  for (guint k = 0; k < c->o->n_contours; k++)
    {
      const SlCornerContour *contour = &c->o->contours[k];
      g_autofree double *x = g_new (double, contour->n + 1), *y = g_new (double, contour->n + 1);

      for (gsize i = 0; i < contour->n; i++)
        {
          x[i] = to_x (c, contour->column, contour->x[i]);
          y[i] = to_y (c, contour->row, contour->y[i]);
          if (isnan (x[i]) || isnan (y[i]))
            x[i] = y[i] = NAN;
        }
      sl_plot_add_track (c->plot, 0, x, y, NULL, contour->n,
                         &(SlTrackOptions) { .name = contour->name, .stroke = contour->stroke });
    }
}

/* A dash of the length of a dot for each point of the sample. */
static void
add_cloud (const Corner *c, guint row, guint column)
{
  const SlCornerCloud *cloud = &c->o->cloud;
  const double half = 0.004;
  g_autofree double *x = NULL, *y = NULL;

  if (cloud->n == 0)
    return;
  x = g_new (double, 3 * cloud->n);
  y = g_new (double, 3 * cloud->n);
  for (gsize i = 0; i < cloud->n; i++)
    {
      const double *value = cloud->value + i * c->o->n;
      const double px = to_x (c, column, value[column]), py = to_y (c, row, value[row]);

      x[3 * i] = px - half;
      x[3 * i + 1] = px + half;
      y[3 * i] = y[3 * i + 1] = py;
      x[3 * i + 2] = y[3 * i + 2] = NAN;
    }
  sl_plot_add_track (c->plot, 0, x, y, NULL, 3 * cloud->n,
                     &(SlTrackOptions) { .name = _ ("Sample of the posterior"),
                                         .stroke = { SL_COLOUR_VERMILLION, cloud->believed ? 0.5 : 0.2, 1.6,
                                                     SL_DASH_SOLID } });
}

static void
add_pair (const Corner *c, guint row, guint column)
{
  const SlCornerOptions *o = c->o;
  const double x = to_x (c, column, o->param[column].value), y = to_y (c, row, o->param[row].value);

  add_frame (c, row, column);
  add_cloud (c, row, column);
  if (o->covariance)
    {
      const double rho = o->covariance[row * o->n + column]
                         / sqrt (o->covariance[row * o->n + row] * o->covariance[column * o->n + column]);

      add_ellipses (c, row, column);
      if (isfinite (rho))
        {
          g_autofree char *number = sl_number_format (rho, 2);
          g_autofree char *text = g_strdup_printf ("<i>ρ</i> = %s", number);

          /* In the corner that the ellipse leaves empty. */
          sl_plot_add_text (c->plot, 0,
                            rho > 0.0 ? column + 0.5 * GAP + 0.04 : column + 1.0 - 0.5 * GAP - 0.04,
                            bottom_of (c, row) + 1.0 - GAP - 0.09, FALSE,
                            rho > 0.0 ? SL_ANCHOR_START : SL_ANCHOR_END, SL_COLOUR_FAINT, text);
        }
    }
  if (isfinite (x) && isfinite (y))
    sl_plot_add_point (c->plot, 0, x, y, SL_COLOUR_INK, _ ("This galaxy"));
}

/* --- cells of one parameter ------------------------------------------------- */

static void
add_bell (const Corner *c, guint i, double sigma, const SlStroke *stroke, const char *name)
{
  const SlCornerParam *p = &c->o->param[i];
  double x[N_CURVE], y[N_CURVE];

  for (guint k = 0; k < N_CURVE; k++)
    {
      const double value = c->lo[i] + (c->hi[i] - c->lo[i]) * k / (N_CURVE - 1.0),
                   d = (value - p->value) / sigma;

      x[k] = to_x (c, i, MIN (value, c->hi[i]));
      y[k] = bottom_of (c, i) + (1.0 - GAP - HEAD) * exp (-0.5 * d * d);
    }
  sl_plot_add_track (c->plot, 0, x, y, NULL, N_CURVE, &(SlTrackOptions) { .name = name, .stroke = *stroke });
}

/* The share of the sample in each of a few bins, scaled to the highest. */
static void
add_histogram (const Corner *c, guint i)
{
  enum { N_BINS = 24 };
  const SlCornerCloud *cloud = &c->o->cloud;
  double count[N_BINS] = { 0.0 }, most = 0.0, x[2 * N_BINS], y[2 * N_BINS];

  if (cloud->n == 0)
    return;
  for (gsize k = 0; k < cloud->n; k++)
    {
      const double at = along (c, i, cloud->value[k * c->o->n + i]);

      if (at >= 0.0 && at <= 1.0)
        count[MIN ((int) (at * N_BINS), N_BINS - 1)] += 1.0;
    }
  for (guint k = 0; k < N_BINS; k++)
    most = MAX (most, count[k]);
  for (guint k = 0; k < N_BINS && most > 0.0; k++)
    {
      x[2 * k] = i + 0.5 * GAP + (1.0 - GAP) * k / N_BINS;
      x[2 * k + 1] = i + 0.5 * GAP + (1.0 - GAP) * (k + 1.0) / N_BINS;
      y[2 * k] = y[2 * k + 1] = bottom_of (c, i) + (1.0 - GAP - HEAD) * count[k] / most;
    }
  if (most > 0.0)
    sl_plot_add_track (c->plot, 0, x, y, NULL, 2 * N_BINS,
                       &(SlTrackOptions) { .name = _ ("Sample of the posterior"),
                                           .stroke = { SL_COLOUR_VERMILLION, cloud->believed ? 0.9 : 0.35,
                                                       1.2, SL_DASH_SOLID } });
}

static void
add_alone (const Corner *c, guint i)
{
  const SlCornerParam *p = &c->o->param[i];
  const double top = bottom_of (c, i) + 1.0 - GAP - 0.1, under = top - 0.17;
  const SlStroke grey = { SL_COLOUR_FAINT, 0.7, 1.0, SL_DASH_DASHED },
                 plain = { SL_COLOUR_BLUE, 0.0, 1.6, SL_DASH_SOLID };

  add_frame (c, i, i);
  /* Stands for the row to its left and the column below it. */
  sl_plot_add_text (c->plot, 0, i + 0.5, top, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK, p->symbol);
  if (p->prior > 0.0)
    add_bell (c, i, p->prior, &grey, _ ("Known before"));
  add_histogram (c, i);
  if (!isfinite (p->error))
    {
      sl_plot_add_text (c->plot, 0, i + 0.5, under, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT, _ ("unknown"));
      return;
    }
  add_bell (c, i, p->error, &plain, p->name);
  {
    g_autofree char *error = sl_number_format_short (p->error);
    const double times = p->error / p->error_alone;
    g_autofree char *wider =
        isfinite (times) && times >= 1.05 ? sl_number_format (times, times < 9.95 ? 1 : 0) : NULL;
    /* Translators: standard deviation of a parameter, and how many times wider than with all others known */
    g_autofree char *text =
        wider ? g_strdup_printf (_ ("±%s  (×%s)"), error, wider) : g_strdup_printf ("±%s", error);

    sl_plot_add_text (c->plot, 0, i + 0.5, under, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT, text);
  }
}

/* --- numbers along the edges ------------------------------------------------- */

/* The round step of about a third of an axis. */
static double
tick_step (double length)
{
  const double rough = length / 3.0, ten = pow (10.0, floor (log10 (rough)));
  const double part = rough / ten;

  return ten * (part < 1.5 ? 1.0 : part < 3.5 ? 2.0 : part < 7.5 ? 5.0 : 10.0);
}

static void
add_ticks (const Corner *c, guint i)
{
  const SlCornerOptions *o = c->o;
  const double step = tick_step (c->hi[i] - c->lo[i]), y0 = 0.5 * GAP, x0 = 0.5 * GAP;
  const guint digits = (guint) CLAMP (-floor (log10 (step) + 1e-9), 0.0, 6.0);
  const SlStroke mark = { SL_COLOUR_FAINT, 0.0, 1.0, SL_DASH_SOLID };
  const double first = ceil (c->lo[i] / step - 1e-9) * step;

  for (guint k = 0; first + k * step <= c->hi[i] + 1e-9 * step; k++)
    {
      const double value = first + k * step;
      g_autofree char *text = sl_number_format (fabs (value) < 1e-9 * step ? 0.0 : value, digits);
      const double at = 0.5 * GAP + (1.0 - GAP) * CLAMP (along (c, i, value), 0.0, 1.0);
      const double x = i + at, y = o->n - 1.0 - i + at;

      sl_plot_add_track (c->plot, 0, (double[]) { x, x }, (double[]) { y0, y0 - 0.03 }, NULL, 2,
                         &(SlTrackOptions) { .stroke = mark });
      /* At an end of the axis it would touch the number of the next cell. */
      if (at < 0.05 || at > 0.95)
        continue;
      sl_plot_add_text (c->plot, 0, x, y0 - 0.1, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT, text);
      if (i > 0)
        {
          sl_plot_add_track (c->plot, 0, (double[]) { x0, x0 - 0.02 }, (double[]) { y, y }, NULL, 2,
                             &(SlTrackOptions) { .stroke = mark });
          sl_plot_add_text (c->plot, 0, x0 - 0.04, y, FALSE, SL_ANCHOR_END, SL_COLOUR_FAINT, text);
        }
    }
}

/* What lines mean, in the corner that cells leave empty. */
static void
add_key (const Corner *c)
{
  const SlCornerOptions *o = c->o;
  const char *const text[] = { o->covariance ? _ ("— Gaussian: 68 and 95 %") : NULL,
                               o->n_contours ? _ ("– – second order: 68 and 95 %") : NULL,
                               o->cloud.n ? _ ("·· sample of the posterior") : NULL,
                               _ ("×: wider than if all others were known") };
  const SlColour colour[] = { SL_COLOUR_BLUE, SL_COLOUR_ORANGE, SL_COLOUR_VERMILLION, SL_COLOUR_FAINT };
  double y = o->n - 0.16;

  for (guint i = 0; i < G_N_ELEMENTS (text) && o->n > 1; i++)
    if (text[i])
      {
        sl_plot_add_text (c->plot, 0, o->n - 0.04, y, FALSE, SL_ANCHOR_END, colour[i], text[i]);
        y -= 0.055 * o->n;
      }
}

SlPlot *
sl_figure_corner (const SlCornerOptions *o)
{
  Corner c = { .o = o, .plot = sl_plot_new (o->title) };
  g_autoptr (GString) caption = g_string_new (_ ("How well these measurements determine the parameters:"));

  g_return_val_if_fail (o->n >= 1 && o->n <= SL_FIGURE_CORNER_MOST, c.plot);

  sl_plot_set_x (c.plot, SL_SCALE_LINEAR, o->n > 1 ? -LEFT : -0.05, o->n, NULL);
  sl_plot_add_panel (c.plot, 1.0);
  sl_plot_set_y (c.plot, 0, SL_SCALE_LINEAR, -BELOW, o->n, NULL);
  sl_plot_set_bare (c.plot, 0);
  for (guint i = 0; i < o->n; i++)
    choose_axis (&c, i);
  for (guint row = 0; row < o->n; row++)
    {
      for (guint column = 0; column < row; column++)
        add_pair (&c, row, column);
      add_alone (&c, row);
      add_ticks (&c, row);
    }
  add_contours (&c);
  add_key (&c);
  for (guint i = 0; i < o->n; i++)
    {
      g_autofree char *value = sl_number_format_short (o->param[i].value),
                      *error = isfinite (o->param[i].error) ? sl_number_format_short (o->param[i].error)
                                                            : g_strdup (_ ("unknown"));

      g_string_append_printf (caption, "%s %s %s ± %s", i ? ";" : "", o->param[i].name, value, error);
    }
  sl_plot_set_caption (c.plot, caption->str);
  return c.plot;
}
