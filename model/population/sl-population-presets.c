/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/population/sl-population-presets.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* One distribution: of the first component, of the second alone, or of both. */
typedef struct {
  int component;             /* 0: both, unless another row says what the second has */
  int p;
  double mean, scatter, slope;
} Axis;

typedef struct { int a, b; double rho; } Correlation;

/* As in DiffstarPop (Alarcon et al.): galaxies of the main sequence and quenched ones, whose share grows with
 * the halo; means that follow halo mass, scatters and a few correlations. Round numbers of that kind of
 * population, to be moved; not a fit. */
static const Axis mixed[] = {
  { 0, SL_POP_LOGM0, 12.4, 0.6, 0.0 },
  { 0, SL_POP_LOGTC, 0.10, 0.12, 0.05 },
  { 0, SL_POP_EARLY, 2.6, 0.4, 0.0 },
  { 0, SL_POP_LATE, 0.25, 0.1, 0.05 },
  { 0, SL_POP_LGMCRIT, 12.0, 0.15, 0.0 },
  { 0, SL_POP_LGY, -10.0, 0.2, 0.0 },
  { 0, SL_POP_INDX_LO, 1.0, 0.2, 0.0 },
  { 0, SL_POP_INDX_HI, -1.0, 0.2, 0.0 },
  { 0, SL_POP_LG_DROP, 0.0, 0.0, 0.0 },
  { 1, SL_POP_LG_DROP, -2.0, 0.5, 0.0 },
  { 1, SL_POP_LG_QT, 0.85, 0.12, -0.1 },
  { 1, SL_POP_QLGLGDT, -0.5, 0.2, 0.0 },
  { 0, SL_POP_LG_REJUV, 0.0, 0.0, 0.0 },
  { 1, SL_POP_LG_REJUV, -1.6, 0.5, 0.0 },
  { 0, SL_POP_LGMET_YOUNG, -2.0, 0.15, 0.25 },
  { 0, SL_POP_AV_YOUNG, 0.5, 0.25, 0.2 },
  { 1, SL_POP_AV_YOUNG, 0.15, 0.1, 0.0 },
  { 0, SL_POP_DELTA_YOUNG, -0.3, 0.2, 0.0 },
};
static const Correlation mixed_correlations[] = { { SL_POP_LGMCRIT, SL_POP_LGY, 0.3 },
                                                  { SL_POP_LGMET_YOUNG, SL_POP_AV_YOUNG, 0.4 } };

/* Milky Way's haloes, each with its own time of quenching. */
static const Axis quenching[] = {
  { 0, SL_POP_LOGM0, 12.0, 0.1, 0.0 },
  { 0, SL_POP_LG_QT, 0.8, 0.2, 0.0 },
  { 0, SL_POP_QLGLGDT, -0.5, 0.1, 0.0 },
  { 0, SL_POP_LG_DROP, -2.0, 0.5, 0.0 },
  { 0, SL_POP_LG_REJUV, -2.0, 0.5, 0.0 },
  { 0, SL_POP_LGMET_YOUNG, -1.9, 0.2, 0.0 },
};

/* Small haloes, bursts and few metals. */
static const Axis dwarfs[] = {
  { 0, SL_POP_LOGM0, 10.8, 0.3, 0.0 },
  { 0, SL_POP_LOGTC, 0.2, 0.2, 0.0 },
  { 0, SL_POP_INDX_LO, 1.2, 0.2, 0.0 },
  { 0, SL_POP_LGFBURST, -2.5, 0.5, 0.0 },
  { 0, SL_POP_LGYR_PEAK, 6.3, 0.3, 0.0 },
  { 0, SL_POP_LGYR_MAX, 7.8, 0.3, 0.0 },
  { 0, SL_POP_LGMET_YOUNG, -2.8, 0.25, 0.3 },
  { 0, SL_POP_LGU_MEAN, -2.6, 0.3, 0.0 },
  { 0, SL_POP_AV_YOUNG, 0.15, 0.1, 0.0 },
};

typedef struct {
  SlPopulationPresetInfo info;
  const Axis *axis;          /* NULL: those of sl_population_spec_init() */
  guint n_axes;
  const Correlation *correlation;
  guint n_correlations;
  guint n_components;
  double cut, bin_lo, bin_hi;
} Preset;

static const Preset preset_table[] = {
  { { "mixed", N_ ("Main sequence and quenched"),
      N_ ("Galaxies that still form stars and galaxies that no longer do; the share of these grows with the "
          "mass of the halo.") },
    mixed,
    G_N_ELEMENTS (mixed),
    mixed_correlations,
    G_N_ELEMENTS (mixed_correlations),
    2,
    0.6,
    -26.0,
    -14.0 },
  { { "quenching", N_ ("Quenching at different times"),
      N_ ("Haloes like that of the Milky Way whose galaxies stop forming stars, each at its own time.") },
    quenching,
    G_N_ELEMENTS (quenching),
    NULL,
    0,
    1,
    0.6,
    -24.0,
    -16.0 },
  { { "dwarfs", N_ ("Dwarfs with bursts"),
      N_ ("Small haloes with few metals, in which stars form in bursts.") },
    dwarfs,
    G_N_ELEMENTS (dwarfs),
    NULL,
    0,
    1,
    0.3,
    -21.0,
    -11.0 },
  { { "benchmark", N_ ("The paper’s benchmark"),
      N_ ("Every parameter of the star-formation history spread evenly over a broad range, red galaxies "
          "counted (DSPS, section 5).") },
    NULL,
    0,
    NULL,
    0,
    1,
    0.6,
    -26.0,
    -10.0 },
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
  spec->drawn = 0;
  spec->n_components = preset->n_components;
  memset (spec->axis, 0, sizeof spec->axis);
  for (guint i = 0; i < preset->n_axes; i++)
    {
      const Axis *row = &preset->axis[i];
      const guint32 bit = 1u << row->p;

      if (row->component && !(spec->drawn & bit))
        {
          /* The first component does not have it: it stands where it makes no difference. */
          spec->axis[0][row->p].mean = spec->base.value[sl_pop_param (row->p)];
        }
      spec->drawn |= bit;
      if (row->component)
        spec->own |= bit;
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
    {
      spec->correlation[i].a = preset->correlation[i].a;
      spec->correlation[i].b = preset->correlation[i].b;
      spec->correlation[i].rho = preset->correlation[i].rho;
    }
  spec->n_correlations = preset->n_correlations;
  spec->fraction[0] = 12.4, spec->fraction[1] = 2.0, spec->fraction[2] = 0.05, spec->fraction[3] = 0.95;
  return TRUE;
}
