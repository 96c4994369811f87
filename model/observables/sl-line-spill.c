/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-line-spill.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "model/formulas/sl-formula.h"
#include "model/observables/sl-observables.h"

/* Relative to the brightest line of the window. */
#define FAINT 0.1

/* Luminosity of a line, summed over the library. */
static double
brightness (const SlTemplates *t, guint line)
{
  const gsize n = (gsize) t->n_young * t->n_lgu * t->n_met;
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += t->line_luminosity[i * t->n_line + line];
  return sum;
}

static gboolean
is_on (const SlGalaxy *galaxy, guint line)
{
  return line >= SL_MAX_LINES || !(galaxy->lines_off[line / 64] >> (line % 64) & 1);
}

static gboolean
between (double x, double lo, double hi)
{
  return x >= lo && x <= hi;
}

SlLineSpill
sl_line_band_spill (const SlLineBand *in_air, const SlTemplates *templates, const SlGalaxy *galaxy)
{
  const SlLineBand on = sl_line_band_on_axis (in_air, templates->air_from), *band = &on;
  const double sigma_v = galaxy->value[SL_PARAM_SIGMA_V];
  SlLineSpill spill = { 0 };
  double brightest = 0.0;

  for (guint l = 0; l < templates->n_line; l++)
    if (between (templates->line_wave[l], band->line_lo, band->line_hi) && is_on (galaxy, l))
      brightest = MAX (brightest, brightness (templates, l));
  for (guint l = 0; l < templates->n_line && brightest > 0.0; l++)
    {
      const double wave = templates->line_wave[l];
      const gboolean inside = between (wave, band->line_lo, band->line_hi);
      double share = sl_line_share_d (wave, band->line_lo, band->line_hi, sigma_v);

      if (between (wave, band->blue_lo, band->blue_hi) || between (wave, band->red_lo, band->red_hi))
        continue;
      share = inside ? 1.0 - share
                     : share + sl_line_share_d (wave, band->blue_lo, band->blue_hi, sigma_v)
                           + sl_line_share_d (wave, band->red_lo, band->red_hi, sigma_v);
      if (share > spill.share && is_on (galaxy, l) && brightness (templates, l) >= FAINT * brightest)
        spill = (SlLineSpill) { share, l, !inside };
    }
  return spill;
}

char *
sl_observable_spill (const SlFilterSet *filters, const char *observable, const SlTemplates *templates,
                     const SlGalaxy *galaxy)
{
  const SlLineBand *band;
  SlLineSpill spill;
  SlObservable o;

  if (!sl_observable_parse (filters, observable, &o, NULL) || !(band = sl_observable_line_band (&o)))
    return NULL;
  spill = sl_line_band_spill (band, templates, galaxy);
  if (!(spill.share > SL_LINE_SPILL_TOLD))
    return NULL;
  if (spill.enters)
    return g_strdup_printf (_ ("%s: with sigma_v = %g km/s, %.0f %% of the line %s falls into the bands of "
                               "this width, which do not hold its centre"),
                            observable, galaxy->value[SL_PARAM_SIGMA_V], 100.0 * spill.share,
                            templates->line_name[spill.line]);
  return g_strdup_printf (_ ("%s: with sigma_v = %g km/s, %.0f %% of the line %s falls outside the band from "
                             "%g to %g Å"),
                          observable, galaxy->value[SL_PARAM_SIGMA_V], 100.0 * spill.share,
                          templates->line_name[spill.line], band->line_lo, band->line_hi);
}
