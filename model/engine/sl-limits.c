/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-limits.h"

#include <glib/gi18n-lib.h>

#include "model/cosmology/sl-cosmology.h"
#include "model/formulas/sl-formula.h"

/* Shares below this change no number that matters, and a badge would warn of nearly every galaxy. */
#define LEAST_SHARE 0.01
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

typedef struct { const double *node; guint n; } Grid;

static Grid
metals_of (const SlTemplates *t)
{
  return (Grid){ t->lgmet, t->n_met };
}

static Grid
ionisation_of (const SlTemplates *t)
{
  return (Grid){ t->lgu, t->n_lgu };
}

/* Centres of distributions over a grid of the library, with the widths of the distributions. %s: a share. */
static const struct { SlParamId id, scatter; Grid (*grid) (const SlTemplates *t); const char *text;
} grid_table[] = {
  { SL_PARAM_LGMET_YOUNG, SL_PARAM_LGMET_SCATTER, metals_of,
    N_ ("%s of the youngest stars have metals beyond the library’s end. Its last stars are used for them.") },
  { SL_PARAM_LGMET_OLD, SL_PARAM_LGMET_SCATTER, metals_of,
    N_ ("%s of the oldest stars have metals beyond the library’s end. Its last stars are used for them.") },
  { SL_PARAM_LGMET_GAS, SL_PARAM_LGMET_SCATTER, metals_of,
    N_ ("%s of the gas has metals beyond the library’s end. Its last gas is used for it.") },
  { SL_PARAM_LGU_MEAN, SL_PARAM_LGU_SCATTER, ionisation_of,
    N_ ("%s of the gas has an ionisation beyond the library’s end. Its last gas is used for it.") },
};

/* The share of a triweight beyond both ends of a grid. */
static double
share_outside (double centre, double width, const Grid *grid)
{
  return sl_triweight_cumulative_d (grid->node[0], centre, width)
         + (1.0 - sl_triweight_cumulative_d (grid->node[grid->n - 1], centre, width));
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

char *
sl_limit_text (const SlLimit *limit)
{
  g_autofree char *share = NULL;
  g_auto (GStrv) part = NULL;

  if (limit->kind != SL_LIMIT_GRID)
    return g_strdup (limit->text);
  share = g_strdup_printf (_ ("%.0f %%"), 100.0 * limit->outside);
  part = g_strsplit (limit->text, "%s", 2);
  return g_strjoinv (share, part);
}

void
sl_limits_range (const SlGalaxy *galaxy, const SlTemplates *templates, SlParamId id, double *lo, double *hi)
{
  sl_galaxy_range (galaxy, id, NULL, lo, hi);
  for (guint i = 0; templates && i < G_N_ELEMENTS (grid_table); i++)
    {
      const Grid grid = grid_table[i].grid (templates);

      if (grid_table[i].id == id && grid.n > 1 && grid.node[0] < *hi && grid.node[grid.n - 1] > *lo)
        {
          *lo = MAX (*lo, grid.node[0]);
          *hi = MIN (*hi, grid.node[grid.n - 1]);
        }
    }
}

/* The limits of the grid come first. */
static guint
check_grids (const LimitCase *c, SlLimit *out, guint max)
{
  guint n = 0;

  for (guint i = 0; c->templates && i < G_N_ELEMENTS (grid_table); i++)
    {
      const Grid grid = grid_table[i].grid (c->templates);
      SlLimit limit = { grid_table[i].id, SL_LIMIT_GRID, _ (grid_table[i].text) };

      if (grid.n == 0 || !sl_galaxy_uses (c->galaxy, limit.id))
        continue;
      limit.outside = share_outside (value (c, limit.id), value (c, grid_table[i].scatter), &grid);
      if (limit.outside < LEAST_SHARE)
        continue;
      if (n < max)
        out[n] = limit;
      n++;
    }
  return n;
}

guint
sl_limits_check (const SlGalaxy *galaxy, const SlTemplates *templates, SlLimit *out, guint max)
{
  const double *v = galaxy->value;
  const double p[5] = { v[SL_PARAM_REDSHIFT], v[SL_PARAM_OM0], v[SL_PARAM_W0], v[SL_PARAM_WA],
                        v[SL_PARAM_H] };
  LimitCase c = { .galaxy = galaxy, .templates = templates };
  guint n = check_grids (&c, out, max);

  sl_cosmology_epoch (p, &c.epoch);
  for (guint i = 0; i < G_N_ELEMENTS (limit_table); i++)
    if (sl_galaxy_uses (galaxy, limit_table[i].id) && limit_table[i].test (&c, limit_table[i].id))
      {
        if (n < max)
          out[n] = (SlLimit){ limit_table[i].id, limit_table[i].kind, _ (limit_table[i].text), 0.0 };
        n++;
      }
  return n;
}
