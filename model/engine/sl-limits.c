/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-limits.h"

#include <glib/gi18n-lib.h>

#include "model/cosmology/sl-cosmology.h"

/* Values are compared as sliders leave them, whose decimals are coarser. */
#define NEAR 1e-9
/* The fraction at the floor of its slider, where a burst is as good as none. */
#define LEAST_LGFBURST -8.0

typedef struct {
  const SlGalaxy *galaxy;
  const SlTemplates *templates; /* or NULL */
  SlEpoch epoch;
} Case;

typedef gboolean (*Test) (const Case *c, SlParamId id);

static double
value (const Case *c, SlParamId id)
{
  return c->galaxy->value[id];
}

/* At an end half of what is spread about the value lies beyond. */
static gboolean
beyond (double v, const double *grid, guint n)
{
  return n > 0 && (v <= grid[0] + NEAR || v >= grid[n - 1] - NEAR);
}

static gboolean
beyond_metals (const Case *c, SlParamId id)
{
  return c->templates && beyond (value (c, id), c->templates->lgmet, c->templates->n_met);
}

static gboolean
beyond_gas (const Case *c, SlParamId id)
{
  return c->templates && beyond (value (c, id), c->templates->lgu, c->templates->n_lgu);
}

static gboolean
at_zero (const Case *c, SlParamId id)
{
  return value (c, id) <= 0.0;
}

/* Time stops where the tables of the history end; redshift moves it everywhere else. */
static gboolean
at_cap (const Case *c, SlParamId id)
{
  return c->epoch.dt_obs[0] == 0.0;
}

static gboolean
at_partner (const Case *c, SlParamId id)
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
no_quenching (const Case *c, SlParamId id)
{
  return value (c, SL_PARAM_LG_DROP) >= 0.0 && value (c, SL_PARAM_LG_REJUV) >= 0.0;
}

static gboolean
no_burst (const Case *c, SlParamId id)
{
  return value (c, SL_PARAM_LGFBURST) <= LEAST_LGFBURST + NEAR;
}

static gboolean
no_gas_light (const Case *c, SlParamId id)
{
  return value (c, SL_PARAM_F_ESC) >= 1.0;
}

static gboolean
no_dust (const Case *c, SlParamId id)
{
  return value (c, SL_PARAM_AV_YOUNG) <= 0.0 && value (c, SL_PARAM_AV_OLD) <= 0.0;
}

static gboolean
all_unobscured (const Case *c, SlParamId id)
{
  return value (c, SL_PARAM_FRAC_UNOBSCURED) >= 1.0;
}

static gboolean
after_seen (const Case *c, SlParamId id)
{
  return value (c, id) > c->epoch.t_obs;
}

/* In the order of kinds. lg_drop and lg_rejuv are equal wherever nothing comes back: no limit, a plain
 * choice. */
#define LIMIT(id, kind, test, text) { SL_PARAM_##id, SL_LIMIT_##kind, test, text }
static const struct { SlParamId id; SlLimitKind kind; Test test; const char *text;
} limit_table[] = {
  LIMIT (LGMET_YOUNG, GRID, beyond_metals,
         N_ ("At the end of this library’s metals: its last stars stand in for all that lie beyond.")),
  LIMIT (LGMET_OLD, GRID, beyond_metals,
         N_ ("At the end of this library’s metals: its last stars stand in for all that lie beyond.")),
  LIMIT (LGU_MEAN, GRID, beyond_gas,
         N_ ("At the end of this library’s ionisation: its last gas stands in for all that lies beyond.")),
  LIMIT (REDSHIFT, KINK, at_cap,
         N_ ("The model’s time ends at 13.8 billion years: so close by, redshift does not change the "
             "galaxy’s age.")),
  LIMIT (AV_YOUNG, KINK, at_zero,
         N_ ("Light cannot be dimmed by less than nothing: the gradient is that of either side.")),
  LIMIT (AV_OLD, KINK, at_zero,
         N_ ("Light cannot be dimmed by less than nothing: the gradient is that of either side.")),
  LIMIT (EARLY_INDEX, KINK, at_partner, N_ ("As low as the late index, below which it cannot go.")),
  LIMIT (LATE_INDEX, KINK, at_partner, N_ ("As high as the early index, above which it cannot go.")),
  LIMIT (LGYR_PEAK, KINK, at_partner, N_ ("As near to the start of the burst as it may come.")),
  LIMIT (LGYR_MAX, KINK, at_partner, N_ ("As near to the peak of the burst as it may come.")),
  LIMIT (T_START, KINK, at_partner, N_ ("As near to the end as it may come.")),
  LIMIT (T_END, KINK, at_partner, N_ ("As near to the start as it may come.")),
  LIMIT (LG_QT, NO_EFFECT, no_quenching, N_ ("Without a drop this changes nothing.")),
  LIMIT (QLGLGDT, NO_EFFECT, no_quenching, N_ ("Without a drop this changes nothing.")),
  LIMIT (LGYR_PEAK, NO_EFFECT, no_burst, N_ ("With so little mass in the burst this changes nothing.")),
  LIMIT (LGYR_MAX, NO_EFFECT, no_burst, N_ ("With so little mass in the burst this changes nothing.")),
  LIMIT (LGU_MEAN, NO_EFFECT, no_gas_light, N_ ("All ionising photons escape: no gas shines.")),
  LIMIT (LGU_SCATTER, NO_EFFECT, no_gas_light, N_ ("All ionising photons escape: no gas shines.")),
  LIMIT (SIGMA_V, NO_EFFECT, no_gas_light, N_ ("All ionising photons escape: no gas shines.")),
  LIMIT (AV_YOUNG, NO_EFFECT, all_unobscured, N_ ("No light meets dust: all of it is unobscured.")),
  LIMIT (AV_OLD, NO_EFFECT, all_unobscured, N_ ("No light meets dust: all of it is unobscured.")),
  LIMIT (FRAC_UNOBSCURED, NO_EFFECT, no_dust, N_ ("There is no dust that light could miss.")),
  LIMIT (T_START, NO_EFFECT, after_seen, N_ ("Later than the time at which the galaxy is seen.")),
  LIMIT (T_END, NO_EFFECT, after_seen,
         N_ ("Later than the time at which the galaxy is seen: it still forms stars.")),
};

guint
sl_limits_check (const SlGalaxy *galaxy, const SlTemplates *templates, SlLimit *out, guint max)
{
  const double *v = galaxy->value;
  const double p[5] = { v[SL_PARAM_REDSHIFT], v[SL_PARAM_OM0], v[SL_PARAM_W0], v[SL_PARAM_WA],
                        v[SL_PARAM_H] };
  Case c = { .galaxy = galaxy, .templates = templates };
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
