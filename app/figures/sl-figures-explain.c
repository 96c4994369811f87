/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-figures-explain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/figures/sl-labels.h"
#include "model/engine/sl-limits.h"
#include "ui/widgets/sl-number.h"

/* Fraction of a slider's range by which parameters are moved. */
#define PART 0.01
/* An effect smaller than this, relative to the largest, is none. */
#define NOTHING 1e-4
/* With less than this fraction of the light left there is nothing to explain. */
#define LEFT_LEAST 0.01

/* Emission lines that are named, in air, and the distance of a click from them, Angstrom. */
static const struct { double wave, reach; const char *name;
} line_table[] = {
  { 1215.67, 15.0, "Ly α" },    { 3727.5, 12.0, "[O II]" },   { 4861.32, 12.0, "H β" },
  { 5006.84, 12.0, "[O III]" }, { 4958.91, 12.0, "[O III]" }, { 6562.80, 20.0, "H α" },
  { 6725.0, 20.0, "[S II]" },   { 9069.0, 20.0, "[S III]" },  { 9531.0, 20.0, "[S III]" },
  { 10830.0, 25.0, "He I" },    { 18751.0, 60.0, "Pa α" },
};

/* Turns derivatives into changes by PART of the range; unused parameters have none. */
static void
fill_effects (const SlExplainSource *source, const double *derivative, gsize stride, double factor,
              SlExplanation *out)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double lo, hi, d = derivative[(gsize) i * stride];

      sl_limits_range (source->galaxy, source->engine->templates, i, &lo, &hi);
      out->effect[i] =
          sl_galaxy_uses (source->galaxy, i) && isfinite (d) ? factor * d * PART * (hi - lo) : 0.0;
    }
}

static guint
nearest (const double *x, guint n, double at)
{
  guint best = 0;

  for (guint i = 1; i < n; i++)
    if (fabs (x[i] - at) < fabs (x[best] - at))
      best = i;
  return best;
}

/* "Light at 5007 Å in air ([O III])"; line: or NULL. */
static char *
wave_title (double wave, gboolean vacuum, const char *line)
{
  g_autofree char *number = wave < 25000.0 ? sl_number_format (wave, 0) : sl_number_format (1e-4 * wave, 1);
  g_autofree char *size = g_strdup_printf ("%s %s", number, wave < 25000.0 ? "Å" : "µm");

  if (!line)
    /* Translators: a wavelength with its unit */
    return g_strdup_printf (vacuum ? _ ("Light at %s in vacuum") : _ ("Light at %s in air"), size);
  /* Translators: a wavelength with its unit, and the name of a line */
  return g_strdup_printf (vacuum ? _ ("Light at %s in vacuum (%s)") : _ ("Light at %s in air (%s)"), size,
                          line);
}

static gboolean
explain_wave (const SlExplainSource *source, double wave, SlExplanation *out)
{
  const SlResult *result = source->result;
  const SlBandGrid *grid = result->templates->band_grid;
  const double *x = sl_band_grid_wave (grid, source->medium),
               air_from = sl_band_grid_air_from (grid, source->medium);
  guint w = nearest (x, result->n_wave, wave);
  double slope[SL_N_PARAMS];
  const char *line = NULL;

  /* A click near a line means its peak, which is a pixel or two wide. */
  for (guint i = 0; i < G_N_ELEMENTS (line_table); i++)
    {
      const double at = sl_axis_of_air (line_table[i].wave, air_from), reach = line_table[i].reach;

      if (fabs (wave - at) > reach)
        continue;
      line = line_table[i].name;
      for (guint k = nearest (x, result->n_wave, at - reach), last = nearest (x, result->n_wave, at + reach);
           k <= last; k++)
        w = result->sed[k] > result->sed[w] ? k : w;
    }
  if (!(result->sed[w] > 0.0f) || result->arriving[w] < LEFT_LEAST)
    return FALSE;
  for (int i = 0; i < SL_N_PARAMS; i++)
    slope[i] = sl_param_set_has (result->zero_tangents, i)
                   ? 0.0
                   : result->sed_tangent[(gsize) i * result->n_wave + w] / result->sed[w];
  slope[SL_PARAM_REDSHIFT] += result->arriving_dz[w] / result->arriving[w];
  fill_effects (source, slope, 1, 100.0, out);
  out->unit = "%";
  out->digits = 2;
  out->title = wave_title (x[w], isinf (air_from), line);
  return TRUE;
}

/* Explains the observable history of the plot whose curve is nearest to the position. */
static gboolean
explain_history (const SlExplainSource *source, double t, guint panel, double y, SlExplanation *out)
{
  const SlResult *result = source->result;
  const guint n = result->n_epochs, e = nearest (result->epoch_t, n, t);
  g_autofree char *label = NULL, *time = sl_number_format (result->epoch_t[e], 1);
  double best = INFINITY;
  int row = -1;

  for (guint h = 0; h < result->n_hist; h++)
    {
      double here = panel == 0 ? result->hist[(gsize) h * n + e]
                               : result->hist_jac[((gsize) h * SL_N_PARAMS + source->gradient) * n + e];

      if (source->histories >> h & 1 && fabs (here - y) < best)
        {
          best = fabs (here - y);
          row = (int) h;
        }
    }
  if (row < 0)
    return FALSE;
  fill_effects (source, result->hist_jac + (gsize) row * SL_N_PARAMS * n + e, n, 1.0, out);
  label = sl_label_observable (source->engine->hist_names[row], source->engine->templates);
  out->unit = sl_label_unit (source->engine->hist_names[row]);
  out->digits = 4;
  /* Translators: what, and when in Gyr of cosmic time */
  out->title = g_strdup_printf (_ ("%s at %s Gyr"), label, time);
  return TRUE;
}

static gboolean
explain_focus (const SlExplainSource *source, SlExplanation *out)
{
  int row = sl_engine_find_observable (source->engine, source->focus);

  if (row < 0)
    return FALSE;
  fill_effects (source, source->result->obs_jac + (gsize) row * SL_N_PARAMS, 1, 1.0, out);
  out->title = sl_label_observable (source->focus, source->engine->templates);
  out->unit = sl_label_unit (source->focus);
  out->digits = 4;
  return TRUE;
}

gboolean
sl_figure_explain (const SlExplainSource *source, const char *link, double canonical, guint panel, double y,
                   SlExplanation *out)
{
  memset (out, 0, sizeof *out);
  if (g_strcmp0 (link, SL_LINK_WAVE) == 0)
    return explain_wave (source, canonical, out);
  if (g_strcmp0 (link, SL_LINK_TIME) == 0 && source->histories
      && explain_history (source, canonical, panel, y, out))
    return TRUE;
  return explain_focus (source, out);
}

guint
sl_explanation_rank (const SlExplanation *self, SlParamId order[SL_N_PARAMS])
{
  double top = 0.0;
  guint n = 0;

  for (int i = 0; i < SL_N_PARAMS; i++)
    top = MAX (top, fabs (self->effect[i]));
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      guint at = n;

      if (fabs (self->effect[i]) <= NOTHING * top)
        continue;
      for (; at > 0 && fabs (self->effect[order[at - 1]]) < fabs (self->effect[i]); at--)
        order[at] = order[at - 1];
      order[at] = i;
      n++;
    }
  return n;
}

void
sl_explanation_clear (SlExplanation *self)
{
  g_clear_pointer (&self->title, g_free);
}
