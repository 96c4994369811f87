/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-limits.h"

#include <glib/gi18n-lib.h>

#include "model/cosmology/sl-cosmology.h"
#include "model/formulas/sl-formula.h"

/* Sliders set values with fewer decimals than this. */
#define NEAR 1e-9

typedef struct {
  const SlGalaxy *galaxy;
  const SlTemplates *templates; /* or NULL */
  SlEpoch epoch;
} LimitCase;

typedef gboolean (*Test) (const LimitCase *c, SlParamId id);

static double
value (const LimitCase *c, SlParamId id)
{
  return c->galaxy->value[id];
}

/* At an end of the grid, half of the distribution about the value lies beyond it. */
static gboolean
beyond (double v, const double *grid, guint n)
{
  return n > 0 && (v <= grid[0] + NEAR || v >= grid[n - 1] - NEAR);
}

static gboolean
is_beyond_metals (const LimitCase *c, SlParamId id)
{
  return c->templates && beyond (value (c, id), c->templates->lgmet, c->templates->n_met);
}

static gboolean
is_beyond_gas (const LimitCase *c, SlParamId id)
{
  return c->templates && beyond (value (c, id), c->templates->lgu, c->templates->n_lgu);
}

static gboolean
is_zero (const LimitCase *c, SlParamId id)
{
  return value (c, id) <= 0.0;
}

/* At low redshift t_obs is capped at the end of the table of times, so that redshift does not change it. */
static gboolean
is_at_cap (const LimitCase *c, SlParamId id)
{
  return c->epoch.dt_obs[0] == 0.0;
}

static gboolean
is_at_partner (const LimitCase *c, SlParamId id)
{
  for (guint i = 0; sl_param_order (i); i++)
    {
      const SlParamOrder *order = sl_param_order (i);

      if (order->lower == id || order->upper == id)
        return value (c, order->upper) - value (c, order->lower) <= order->kept + NEAR;
    }
  return FALSE;
}

static gboolean
has_no_quenching (const LimitCase *c, SlParamId id)
{
  return value (c, SL_PARAM_LG_DROP) >= 0.0 && value (c, SL_PARAM_LG_REJUV) >= 0.0;
}

static gboolean
has_no_burst (const LimitCase *c, SlParamId id)
{
  return value (c, SL_PARAM_LGFBURST) <= SL_LGFBURST_NONE + NEAR;
}

static gboolean
has_no_gas_light (const LimitCase *c, SlParamId id)
{
  return value (c, SL_PARAM_F_ESC) >= 1.0;
}

static gboolean
has_no_dust (const LimitCase *c, SlParamId id)
{
  return value (c, SL_PARAM_AV_YOUNG) <= 0.0 && value (c, SL_PARAM_AV_OLD) <= 0.0;
}

static gboolean
is_all_unobscured (const LimitCase *c, SlParamId id)
{
  return value (c, SL_PARAM_FRAC_UNOBSCURED) >= 1.0;
}

static gboolean
is_after_t_obs (const LimitCase *c, SlParamId id)
{
  return value (c, id) > c->epoch.t_obs;
}

/* In the order of kinds. lg_drop = lg_rejuv is no limit: it is a galaxy without rejuvenation. */
#define LIMIT(id, kind, test, text) { SL_PARAM_##id, SL_LIMIT_##kind, test, text }
static const struct { SlParamId id; SlLimitKind kind; Test test; const char *text;
} limit_table[] = {
  LIMIT (LGMET_YOUNG, GRID, is_beyond_metals,
         N_ ("At the end of this library’s metallicities: beyond it, its last stars are used.")),
  LIMIT (LGMET_OLD, GRID, is_beyond_metals,
         N_ ("At the end of this library’s metallicities: beyond it, its last stars are used.")),
  LIMIT (LGMET_GAS, GRID, is_beyond_metals,
         N_ ("At the end of this library’s metallicities: beyond it, its last gas is used.")),
  LIMIT (LGU_MEAN, GRID, is_beyond_gas,
         N_ ("At the end of this library’s ionisation parameters: beyond it, its last gas is used.")),
  LIMIT (REDSHIFT, KINK, is_at_cap,
         N_ ("The model’s time ends at 13.8 billion years: at so low a redshift, redshift does not "
             "change the galaxy’s age.")),
  LIMIT (AV_YOUNG, KINK, is_zero,
         N_ ("There is no negative attenuation; the gradient is the same as at larger values.")),
  LIMIT (AV_OLD, KINK, is_zero,
         N_ ("There is no negative attenuation; the gradient is the same as at larger values.")),
  LIMIT (EARLY_INDEX, KINK, is_at_partner, N_ ("Equal to the late index, its lower limit.")),
  LIMIT (LATE_INDEX, KINK, is_at_partner, N_ ("Equal to the early index, its upper limit.")),
  LIMIT (LGYR_PEAK, KINK, is_at_partner, N_ ("At its smallest distance from the start of the burst.")),
  LIMIT (LGYR_MAX, KINK, is_at_partner, N_ ("At its smallest distance from the peak of the burst.")),
  LIMIT (T_START, KINK, is_at_partner, N_ ("At its smallest distance from the end.")),
  LIMIT (T_END, KINK, is_at_partner, N_ ("At its smallest distance from the start.")),
  LIMIT (LG_QT, NO_EFFECT, has_no_quenching, N_ ("No effect without a drop.")),
  LIMIT (QLGLGDT, NO_EFFECT, has_no_quenching, N_ ("No effect without a drop.")),
  LIMIT (LGYR_PEAK, NO_EFFECT, has_no_burst, N_ ("No effect with so little mass in the burst.")),
  LIMIT (LGYR_MAX, NO_EFFECT, has_no_burst, N_ ("No effect with so little mass in the burst.")),
  LIMIT (LGU_MEAN, NO_EFFECT, has_no_gas_light,
         N_ ("No effect: all ionising photons escape, so that gas emits nothing.")),
  LIMIT (LGU_SCATTER, NO_EFFECT, has_no_gas_light,
         N_ ("No effect: all ionising photons escape, so that gas emits nothing.")),
  LIMIT (LGMET_GAS, NO_EFFECT, has_no_gas_light,
         N_ ("No effect: all ionising photons escape, so that gas emits nothing.")),
  LIMIT (SIGMA_V, NO_EFFECT, has_no_gas_light,
         N_ ("No effect: all ionising photons escape, so that gas emits nothing.")),
  LIMIT (AV_YOUNG, NO_EFFECT, is_all_unobscured, N_ ("No effect: all light is unobscured.")),
  LIMIT (AV_OLD, NO_EFFECT, is_all_unobscured, N_ ("No effect: all light is unobscured.")),
  LIMIT (FRAC_UNOBSCURED, NO_EFFECT, has_no_dust, N_ ("No effect without dust.")),
  LIMIT (T_START, NO_EFFECT, is_after_t_obs, N_ ("Later than the time at which the galaxy is seen.")),
  LIMIT (T_END, NO_EFFECT, is_after_t_obs,
         N_ ("Later than the time at which the galaxy is seen: it still forms stars.")),
};

guint
sl_limits_check (const SlGalaxy *galaxy, const SlTemplates *templates, SlLimit *out, guint max)
{
  const double *v = galaxy->value;
  const double p[5] = { v[SL_PARAM_REDSHIFT], v[SL_PARAM_OM0], v[SL_PARAM_W0], v[SL_PARAM_WA],
                        v[SL_PARAM_H] };
  LimitCase c = { .galaxy = galaxy, .templates = templates };
  guint n = 0;

  sl_cosmology_epoch (p, &c.epoch);
  for (guint i = 0; i < G_N_ELEMENTS (limit_table); i++)
    if (sl_galaxy_uses (galaxy, limit_table[i].id) && limit_table[i].test (&c, limit_table[i].id))
      {
        if (n < max)
          out[n] = (SlLimit){ limit_table[i].id, limit_table[i].kind, _ (limit_table[i].text) };
        n++;
      }
  return n;
}
