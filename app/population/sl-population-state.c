/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/population/sl-population-state.h"

#include <math.h>
#include <string.h>

#include "model/cosmology/sl-cosmology.h"
#include "model/population/sl-population-fields.h"

/* Scatter of a parameter that begins to vary, as a fraction of its range. */
#define FIRST_SCATTER 0.08
/* Observed bands need a distance. */
#define LEAST_REDSHIFT 0.01
#define FIRST_REDSHIFT 0.1
/* Redshifted galaxies are redder: the map extends this much further in the observer's frame, mag. */
#define OBSERVED_RED 1.6

void
sl_population_state_init (SlPopulationState *self, const SlPopulationSpec *spec, guint64 n)
{
  memset (self, 0, sizeof *self);
  self->spec = *spec;
  self->n = n;
  for (int c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    for (int p = 0; p < SL_POP_N; p++)
      if (sl_pop_set_has (&spec->drawn, p) && spec->axis[c][p].slope != 0.0)
        sl_pop_set_add (&self->sloped[c], p);
}

gboolean
sl_population_state_equal (const SlPopulationState *a, const SlPopulationState *b)
{
  return a->n == b->n && memcmp (a->sloped, b->sloped, sizeof a->sloped) == 0
         && sl_population_fields_same (&a->spec, &b->spec, SL_POP_FIELD_ALL);
}

gboolean
sl_population_state_same_structure (const SlPopulationState *a, const SlPopulationState *b)
{
  return memcmp (a->sloped, b->sloped, sizeof a->sloped) == 0
         && sl_population_fields_same (&a->spec, &b->spec, SL_POP_FIELD_STRUCTURE);
}

gboolean
sl_population_state_is_own (const SlPopulationState *self, int p)
{
  return self->spec.n_components > 1 && sl_pop_set_has (&self->spec.own, p);
}

gboolean
sl_population_state_is_tied (const SlPopulationState *self, int p)
{
  static const struct { int p; gboolean metals;
  } table[] = {
    { SL_POP_LGMET_OLD, TRUE },   { SL_POP_LGMET_MID, TRUE },  { SL_POP_LGMET_WIDTH, TRUE },
    { SL_POP_AV_OLD, FALSE },     { SL_POP_DELTA_OLD, FALSE }, { SL_POP_DUST_MID, FALSE },
    { SL_POP_DUST_WIDTH, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].p == p)
      return table[i].metals ? self->spec.tied_metals : self->spec.tied_dust;
  return FALSE;
}

gboolean
sl_population_state_has_slope (const SlPopulationState *self, int p, guint component)
{
  return p != SL_POP_LOGM0
         && (self->spec.axis[component][p].slope != 0.0 || sl_pop_set_has (&self->sloped[component], p));
}

static void
drop_correlations_of (SlPopulationState *self, int p)
{
  for (guint i = self->spec.n_correlations; i-- > 0;)
    if (self->spec.correlation[i].a == p || self->spec.correlation[i].b == p)
      sl_population_state_drop_correlation (self, i);
}

void
sl_population_state_vary (SlPopulationState *self, int p, gboolean on)
{
  SlPopulationSpec *spec = &self->spec;
  const SlParamId id = sl_pop_param (p);
  double lo, hi;

  if (!on)
    {
      sl_pop_set_remove (&spec->drawn, p);
      sl_pop_set_remove (&spec->own, p);
      for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
        sl_pop_set_remove (&self->sloped[c], p);
      spec->base.value[id] = spec->axis[0][p].mean;
      drop_correlations_of (self, p);
      return;
    }
  sl_galaxy_range (&spec->base, id, NULL, &lo, &hi);
  sl_pop_set_add (&spec->drawn, p);
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    {
      memset (&spec->axis[c][p], 0, sizeof spec->axis[c][p]);
      spec->axis[c][p].mean = spec->base.value[id];
      spec->axis[c][p].scatter = FIRST_SCATTER * (hi - lo);
      spec->axis[c][p].shape = SL_POP_NORMAL;
    }
  spec->burst |= p >= SL_POP_LGFBURST && p <= SL_POP_LGYR_MAX;
  spec->gas |= p >= SL_POP_GAS && p < SL_POP_DUST;
  spec->dust |= p >= SL_POP_DUST;
}

void
sl_population_state_set_second (SlPopulationState *self, gboolean on)
{
  self->spec.n_components = on ? 2 : 1;
  if (on)
    return;
  /* Shapes stay equal, so that correlations are valid if the component returns. */
  for (int p = 0; p < SL_POP_N; p++)
    if (sl_pop_set_has (&self->spec.own, p))
      self->spec.axis[1][p].shape = self->spec.axis[0][p].shape;
}

void
sl_population_state_set_own (SlPopulationState *self, int p, gboolean on)
{
  if (on)
    {
      sl_pop_set_add (&self->spec.own, p);
      return;
    }
  sl_pop_set_remove (&self->spec.own, p);
  self->spec.axis[1][p] = self->spec.axis[0][p];
  sl_pop_set_put (&self->sloped[1], p, sl_pop_set_has (&self->sloped[0], p));
}

void
sl_population_state_set_sloped (SlPopulationState *self, int p, guint component, gboolean on)
{
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    if (c == component || !sl_population_state_is_own (self, p))
      {
        sl_pop_set_put (&self->sloped[c], p, on);
        if (!on)
          self->spec.axis[c][p].slope = 0.0;
      }
}

void
sl_population_state_set_even (SlPopulationState *self, int p, gboolean on)
{
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    self->spec.axis[c][p].shape = on ? SL_POP_UNIFORM : SL_POP_NORMAL;
  if (on)
    drop_correlations_of (self, p);
}

static gboolean
is_normal (const SlPopulationState *self, int p)
{
  return sl_pop_set_has (&self->spec.drawn, p) && self->spec.axis[0][p].shape == SL_POP_NORMAL
         && (self->spec.n_components < 2 || self->spec.axis[1][p].shape == SL_POP_NORMAL);
}

gboolean
sl_population_state_can_correlate (const SlPopulationState *self, int a, int b)
{
  const SlPopulationSpec *spec = &self->spec;

  if (a == b || spec->n_correlations >= SL_POP_MAX_CORRELATIONS || !is_normal (self, a)
      || !is_normal (self, b))
    return FALSE;
  for (guint i = 0; i < spec->n_correlations; i++)
    if ((spec->correlation[i].a == a && spec->correlation[i].b == b)
        || (spec->correlation[i].a == b && spec->correlation[i].b == a))
      return FALSE;
  return TRUE;
}

gboolean
sl_population_state_correlate (SlPopulationState *self, int a, int b, double rho)
{
  SlPopulationSpec *spec = &self->spec;

  if (!sl_population_state_can_correlate (self, a, b))
    return FALSE;
  spec->correlation[spec->n_correlations].a = a;
  spec->correlation[spec->n_correlations].b = b;
  spec->correlation[spec->n_correlations++].rho = rho;
  return TRUE;
}

void
sl_population_state_drop_correlation (SlPopulationState *self, guint i)
{
  SlPopulationSpec *spec = &self->spec;

  g_return_if_fail (i < spec->n_correlations);
  for (guint k = i + 1; k < spec->n_correlations; k++)
    spec->correlation[k - 1] = spec->correlation[k];
  spec->n_correlations--;
}

/* Magnitudes that distance adds to observed bands, rounded so that bins keep round edges. */
static double
rounded_dimming (const SlPopulationSpec *spec)
{
  const double *v = spec->base.value;
  const double p[5] = { v[SL_PARAM_REDSHIFT], v[SL_PARAM_OM0], v[SL_PARAM_W0], v[SL_PARAM_WA],
                        v[SL_PARAM_H] };
  double dimming, slopes[5];

  if (!spec->observed)
    return 0.0;
  sl_cosmology_dimming (p, &dimming, slopes);
  return isfinite (dimming) ? round (dimming) : 0.0;
}

static void
move_bins (SlPopulationSpec *spec, double by)
{
  spec->bin_lo += by;
  spec->bin_hi += by;
}

void
sl_population_state_set_observed (SlPopulationState *self, gboolean on)
{
  SlPopulationSpec *spec = &self->spec;
  const double before = rounded_dimming (spec);

  if (spec->observed == !!on)
    return;
  spec->observed = !!on;
  spec->map_hi += on ? OBSERVED_RED : -OBSERVED_RED;
  if (spec->map_hi <= spec->map_lo)
    spec->map_hi = spec->map_lo + OBSERVED_RED;
  if (on && spec->base.value[SL_PARAM_REDSHIFT] < LEAST_REDSHIFT)
    spec->base.value[SL_PARAM_REDSHIFT] = FIRST_REDSHIFT;
  move_bins (spec, rounded_dimming (spec) - before);
}

void
sl_population_state_set_redshift (SlPopulationState *self, double z)
{
  SlPopulationSpec *spec = &self->spec;
  const double before = rounded_dimming (spec);

  spec->base.value[SL_PARAM_REDSHIFT] = spec->observed ? MAX (z, LEAST_REDSHIFT) : z;
  move_bins (spec, rounded_dimming (spec) - before);
}
