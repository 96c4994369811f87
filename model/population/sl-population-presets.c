/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/population/sl-population-presets.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* A normal distribution. */
typedef struct {
  int component;             /* 0: both components, unless a row of 1 follows; 1: the second alone */
  int p;                     /* SL_POP_… */
  double mean, scatter, slope;
} Axis;

typedef struct {
  SlPopulationPresetInfo info;
  double cut, bin_lo, bin_hi; /* mag */
  guint n_components;
  const Axis *axis;          /* NULL: the distributions of sl_population_spec_init() */
  guint n_axes;
  const SlPopCorrelation *correlation;
  guint n_correlations;
} Preset;

#define LIST(member, number, type, ...)                                                                      \
  .member = (const type[]){ __VA_ARGS__ }, .number = G_N_ELEMENTS (((const type[]){ __VA_ARGS__ }))
#define AXES(...) LIST (axis, n_axes, Axis, __VA_ARGS__)
#define CORRELATIONS(...) LIST (correlation, n_correlations, SlPopCorrelation, __VA_ARGS__)

static const Preset preset_table[] = {
  /* In the manner of DiffstarPop (Alarcon et al.), with round numbers; not a fit. */
  { .info = { "mixed", N_ ("Main sequence and quenched"),
              N_ ("Star-forming and quenched galaxies; the fraction of quenched ones grows with halo "
                  "mass.") },
    .cut = 0.6,
    .bin_lo = -26.0,
    .bin_hi = -14.0,
    .n_components = 2,
    AXES ({ 0, SL_POP_LOGM0, 12.4, 0.6, 0.0 }, { 0, SL_POP_LOGTC, 0.10, 0.12, 0.05 },
          { 0, SL_POP_EARLY, 2.6, 0.4, 0.0 }, { 0, SL_POP_LATE, 0.25, 0.1, 0.05 },
          { 0, SL_POP_LGMCRIT, 12.0, 0.15, 0.0 }, { 0, SL_POP_LGY, -10.0, 0.2, 0.0 },
          { 0, SL_POP_INDX_LO, 1.0, 0.2, 0.0 }, { 0, SL_POP_INDX_HI, -1.0, 0.2, 0.0 },
          { 0, SL_POP_LG_DROP, 0.0, 0.0, 0.0 }, { 1, SL_POP_LG_DROP, -2.0, 0.5, 0.0 },
          { 1, SL_POP_LG_QT, 0.85, 0.12, -0.1 }, { 1, SL_POP_QLGLGDT, -0.5, 0.2, 0.0 },
          { 0, SL_POP_LG_REJUV, 0.0, 0.0, 0.0 }, { 1, SL_POP_LG_REJUV, -1.6, 0.5, 0.0 },
          { 0, SL_POP_LGMET_YOUNG, -2.0, 0.15, 0.25 }, { 0, SL_POP_AV_YOUNG, 0.5, 0.25, 0.2 },
          { 1, SL_POP_AV_YOUNG, 0.15, 0.1, 0.0 }, { 0, SL_POP_DELTA_YOUNG, -0.3, 0.2, 0.0 }),
    CORRELATIONS ({ SL_POP_LGMCRIT, SL_POP_LGY, 0.3 }, { SL_POP_LGMET_YOUNG, SL_POP_AV_YOUNG, 0.4 }) },
  { .info = { "quenching", N_ ("Quenching at different times"),
              N_ ("Haloes like that of the Milky Way, whose galaxies quench at different times.") },
    .cut = 0.6,
    .bin_lo = -24.0,
    .bin_hi = -16.0,
    .n_components = 1,
    AXES ({ 0, SL_POP_LOGM0, 12.0, 0.1, 0.0 }, { 0, SL_POP_LG_QT, 0.8, 0.2, 0.0 },
          { 0, SL_POP_QLGLGDT, -0.5, 0.1, 0.0 }, { 0, SL_POP_LG_DROP, -2.0, 0.5, 0.0 },
          { 0, SL_POP_LG_REJUV, -2.0, 0.5, 0.0 }, { 0, SL_POP_LGMET_YOUNG, -1.9, 0.2, 0.0 }) },
  { .info = { "dwarfs", N_ ("Dwarfs with bursts"),
              N_ ("Small haloes of low metallicity, in which stars form in bursts.") },
    .cut = 0.3,
    .bin_lo = -21.0,
    .bin_hi = -11.0,
    .n_components = 1,
    AXES ({ 0, SL_POP_LOGM0, 10.8, 0.3, 0.0 }, { 0, SL_POP_LOGTC, 0.2, 0.2, 0.0 },
          { 0, SL_POP_INDX_LO, 1.2, 0.2, 0.0 }, { 0, SL_POP_LGFBURST, -2.5, 0.5, 0.0 },
          { 0, SL_POP_LGYR_PEAK, 6.3, 0.3, 0.0 }, { 0, SL_POP_LGYR_MAX, 7.8, 0.3, 0.0 },
          { 0, SL_POP_LGMET_YOUNG, -2.8, 0.25, 0.3 }, { 0, SL_POP_LGU_MEAN, -2.6, 0.3, 0.0 },
          { 0, SL_POP_AV_YOUNG, 0.15, 0.1, 0.0 }) },
  { .info = { "benchmark", N_ ("The paper’s benchmark"),
              N_ ("Every parameter of the star-formation history is uniform over a broad range, and red "
                  "galaxies "
                  "are counted (DSPS, section 5).") },
    .cut = 0.6,
    .bin_lo = -26.0,
    .bin_hi = -10.0,
    .n_components = 1 },
};

guint
sl_population_preset_count (void)
{
  return G_N_ELEMENTS (preset_table);
}

const SlPopulationPresetInfo *
sl_population_preset_info (guint i)
{
  return i < G_N_ELEMENTS (preset_table) ? &preset_table[i].info : NULL;
}

gboolean
sl_population_preset_apply (const char *name, SlPopulationSpec *spec)
{
  const Preset *preset = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (preset_table); i++)
    if (strcmp (preset_table[i].info.name, name) == 0)
      preset = &preset_table[i];
  if (!preset)
    return FALSE;
  sl_population_spec_init (spec);
  spec->cut = preset->cut;
  spec->bin_lo = preset->bin_lo, spec->bin_hi = preset->bin_hi;
  if (!preset->axis)
    return TRUE;
  spec->drawn = (SlPopSet){ { 0 } };
  spec->n_components = preset->n_components;
  memset (spec->axis, 0, sizeof spec->axis);
  for (guint i = 0; i < preset->n_axes; i++)
    {
      const Axis *row = &preset->axis[i];

      if (row->component && !sl_pop_set_has (&spec->drawn, row->p))
        {
          /* In the first component the parameter has no effect: any valid mean will do. */
          spec->axis[0][row->p].mean = spec->base.value[sl_pop_param (row->p)];
        }
      sl_pop_set_add (&spec->drawn, row->p);
      if (row->component)
        sl_pop_set_add (&spec->own, row->p);
      for (guint c = row->component; c < SL_POP_MAX_COMPONENTS; c++)
        {
          spec->axis[c][row->p].mean = row->mean;
          spec->axis[c][row->p].scatter = row->scatter;
          spec->axis[c][row->p].slope = row->slope;
          spec->axis[c][row->p].shape = SL_POP_NORMAL;
        }
      spec->burst |= row->p >= SL_POP_LGFBURST && row->p <= SL_POP_LGYR_MAX;
      spec->dust |= row->p >= SL_POP_DUST;
    }
  for (guint i = 0; i < preset->n_correlations; i++)
    spec->correlation[i] = preset->correlation[i];
  spec->n_correlations = preset->n_correlations;
  spec->fraction[0] = 12.4, spec->fraction[1] = 2.0, spec->fraction[2] = 0.05, spec->fraction[3] = 0.95;
  return TRUE;
}
