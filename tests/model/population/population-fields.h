/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>

#include "model/population/sl-population-fields.h"
#include "model/population/sl-population-presets.h"

/* For tests that go through all fields of a description. */

/* Of two components, with correlations, observed: every field means something. */
static inline void
population_fields_spec (SlPopulationSpec *spec)
{
  g_assert_true (sl_population_preset_apply ("mixed", spec));
  spec->observed = TRUE;
  spec->base.value[SL_PARAM_REDSHIFT] = 0.1;
  spec->bin_lo = 10.0 + 1.0 / 3.0, spec->bin_hi = 30.0 + 1.0 / 7.0;
  spec->pivot = 12.0 + 1.0 / 9.0;
}

/* Gives one field another value, which the checks accept. Numbers need all their digits. */
static inline void
population_fields_alter (const SlPopulationField *field, SlPopulationSpec *spec,
                         const SlPopCatalogue *catalogue)
{
  const double step = field->type == SL_POP_FIELD_NUMBER ? 1.0 / 30.0 : 1.0;

  if (sl_population_field_is_scalar (field))
    {
      const double x = sl_population_field_get (field, spec);
      double other = x + step;

      if (!sl_population_field_fits (field, other)
          || (field->type == SL_POP_FIELD_BAND && other >= spec->n_bands))
        other = x - step;
      g_assert_true (sl_population_field_fits (field, other));
      sl_population_field_set (field, spec, other);
    }
  else if (field->type == SL_POP_FIELD_SET)
    {
      SlPopSet *set = &G_STRUCT_MEMBER (SlPopSet, spec, field->offset);

      sl_pop_set_put (set, SL_POP_LOGTC, !sl_pop_set_has (set, SL_POP_LOGTC));
    }
  else if (field->type == SL_POP_FIELD_BANDS)
    {
      /* The numbers of bands stay in range. */
      g_strlcpy (spec->band[0], "LSST/y", SL_POP_BAND_NAME);
      g_strlcpy (spec->band[5], "LSST/u", SL_POP_BAND_NAME);
    }
  else if (field->type == SL_POP_FIELD_GALAXY)
    spec->base.value[SL_PARAM_OM0] += 1.0 / 300.0;
  else if (field->type == SL_POP_FIELD_DISTRIBUTIONS)
    spec->axis[1][SL_POP_AV_YOUNG].scatter += 1.0 / 30.0;
  else if (field->type == SL_POP_FIELD_CORRELATIONS)
    spec->correlation[1].rho += 1.0 / 30.0;
  else
    spec->catalogue = catalogue;
}

/* Three galaxies that differ in every parameter; sl_pop_catalogue_free(). */
static inline SlPopCatalogue *
population_fields_catalogue (void)
{
  double values[3 * SL_POP_N];

  for (int i = 0; i < 3 * SL_POP_N; i++)
    values[i] = i % SL_POP_N + 0.1 * (i / SL_POP_N);
  return sl_pop_catalogue_new (values, 3, NULL);
}
