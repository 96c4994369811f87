/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-coverage.h"

#include <glib/gi18n-lib.h>

#include "model/observables/sl-band-integral.h"
#include "model/observables/sl-observables.h"

SlCoverage
sl_observable_coverage (const SlFilterSet *filters, const char *name, const SlTemplates *t,
                        const SlGalaxy *galaxy)
{
  const gboolean exact = galaxy->numerics == SL_NUMERICS_EXACT;
  const double *wave = exact ? t->band_grid->vacuum : t->wave;
  const SlCoverage none = { 0 };
  SlObservable o;

  if (galaxy->band_edges == SL_BAND_EDGES_DARK || !sl_observable_parse (filters, name, &o, NULL)
      || !sl_observable_has_bands (&o))
    return none;
  for (guint i = 0; i < G_N_ELEMENTS (o.band) && o.band[i]; i++)
    {
      const double one_z = 1.0 + (o.observed ? galaxy->value[SL_PARAM_REDSHIFT] : 0.0);
      const double lo = wave[0] * one_z, hi = wave[t->n_wave - 1] * one_z;
      const double share = sl_band_covered (o.band[i], lo, hi);

      if (share <= 0.0 || (share < SL_BAND_COVERED && galaxy->band_edges == SL_BAND_EDGES_NONE))
        return (SlCoverage) { o.band[i], share, lo, hi };
    }
  return none;
}

char *
sl_observable_uncovered (const SlFilterSet *filters, const char *name, const SlTemplates *templates,
                         const SlGalaxy *galaxy)
{
  const SlCoverage c = sl_observable_coverage (filters, name, templates, galaxy);

  if (!c.band)
    return NULL;
  if (c.share <= 0.0)
    return g_strdup_printf (_ ("The library’s light, seen from %.4g to %.4g Å, does not reach the band %s."),
                            c.lo, c.hi, c.band->name);
  return g_strdup_printf (_ ("The library’s light, seen from %.4g to %.4g Å, covers only %.3g %% of the band "
                             "%s. With band_edges=covered the covered part counts."),
                          c.lo, c.hi, 100.0 * c.share, c.band->name);
}
