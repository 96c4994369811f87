/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <math.h>

#include "model/engine/sl-engine.h"

/* Derivatives of an engine against central differences of its values. */

/* Tests take every EACH-th parameter. Under the address sanitizer, where a loop takes fifteen times as long,
 * each galaxy has other ones: numbers are compared without the sanitizer, which is there for memory. */
#ifdef __SANITIZE_ADDRESS__
#define EACH 6
#else
#define EACH 1
#endif

/* Rounding of a sum of float spectra, relative. */
#define FLOAT_NOISE 3e-7
/* Rounding where a parameter acts through masses and band positions alone. */
#define DOUBLE_NOISE 1e-11
/* Rounding of the weights of an observed band, which are floats and change with redshift, mag. */
#define WEIGHT_NOISE 2e-8
/* What a central difference may miss beside rounding, relative. */
#define DIFFERENCE_ERROR 2e-3

/* Whether a parameter acts through stellar masses and band positions alone (as long as metals do not follow
 * the masses): all sums are then of doubles. Such parameters have a kink every 1e-5 or so, at the times of
 * the table (PHYSICS.md, section 3), so that steps are short. */
static inline gboolean
through_masses (int p)
{
  return p < SL_PARAM_LGMET_YOUNG || (p > SL_PARAM_FRAC_UNOBSCURED && p < SL_PARAM_LGMET_SHIFT);
}

/* The same in an observable's value. */
static inline double
weight_noise (const char *observable, int p)
{
  return p == SL_PARAM_REDSHIFT && g_str_has_prefix (observable, "obs:") ? WEIGHT_NOISE : 0.0;
}

/* Steps to try: one of them must agree, since rounding spoils short ones, a kink inside a step long ones. */
static inline int
n_steps (int p)
{
  return through_masses (p) ? 6 : 4;
}

static inline double
step_size (int p, int k)
{
  const gboolean km_s = p == SL_PARAM_SIGMA_V || p == SL_PARAM_SIGMA_STAR;

  return (through_masses (p) ? 1e-2 : km_s ? 0.3 : 3e-3) * pow (0.1, k);
}

/* A galaxy well inside the ranges, where nothing has a kink: parameters are as far from their defaults as
 * this share of their ranges at most. Options are the defaults. */
static inline void
smooth_galaxy (GRand *rng, double share, SlGalaxy *g)
{
  sl_galaxy_init (g);
  g->value[SL_PARAM_LGMET_GAS] = -2.2;
  /* The numbers that follow are those that tests have had before there were metals of the gas. */
  for (int p = 0; p < SL_PARAM_LGMET_GAS; p++)
    {
      const SlParamInfo *info = sl_param_info (p);
      double span = share * (info->hi - info->lo), lo = MAX (info->lo + 0.02 * span, info->def - span);

      g->value[p] = g_rand_double_range (rng, lo, MIN (info->hi, info->def + span));
    }
  g->value[SL_PARAM_REDSHIFT] = g_rand_double_range (rng, 0.05, 1.0);
  g->value[SL_PARAM_LG_REJUV] = 0.5 * g->value[SL_PARAM_LG_DROP];
  g->value[SL_PARAM_LATE_INDEX] = MIN (g->value[SL_PARAM_LATE_INDEX], 0.9 * g->value[SL_PARAM_EARLY_INDEX]);
  g->value[SL_PARAM_LGFBURST] = -3.0;
  g->value[SL_PARAM_LGYR_MAX] = g->value[SL_PARAM_LGYR_PEAK] + 1.3;
}
