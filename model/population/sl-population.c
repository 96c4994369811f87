/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/population/sl-population.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/population/sl-population-fields.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"

static const SlParamId param_table[SL_POP_N] = {
  SL_PARAM_LOGM0,
  SL_PARAM_LOGTC,
  SL_PARAM_EARLY_INDEX,
  SL_PARAM_LATE_INDEX,
  SL_PARAM_T_PEAK,
  SL_PARAM_LGMCRIT,
  SL_PARAM_LGY_AT_MCRIT,
  SL_PARAM_INDX_LO,
  SL_PARAM_INDX_HI,
  SL_PARAM_LG_QT,
  SL_PARAM_QLGLGDT,
  SL_PARAM_LG_DROP,
  SL_PARAM_LG_REJUV,
  SL_PARAM_LGFBURST,
  SL_PARAM_LGYR_PEAK,
  SL_PARAM_LGYR_MAX,
  SL_PARAM_LGMET_YOUNG,
  SL_PARAM_LGMET_OLD,
  SL_PARAM_LGMET_SCATTER,
  SL_PARAM_LGMET_LGAGE_MID,
  SL_PARAM_LGMET_LGAGE_WIDTH,
  SL_PARAM_LGU_MEAN,
  SL_PARAM_LGU_SCATTER,
  SL_PARAM_F_ESC,
  SL_PARAM_AV_YOUNG,
  SL_PARAM_AV_OLD,
  SL_PARAM_DELTA_YOUNG,
  SL_PARAM_DELTA_OLD,
  SL_PARAM_UV_BUMP,
  SL_PARAM_DUST_LGAGE_MID,
  SL_PARAM_DUST_LGAGE_WIDTH,
  SL_PARAM_FRAC_UNOBSCURED,
};

SlParamId
sl_pop_param (int p)
{
  return param_table[p];
}

int
sl_pop_of_param (SlParamId id)
{
  for (int p = 0; p < SL_POP_N; p++)
    if (param_table[p] == id)
      return p;
  return -1;
}

/* --------------------------------------------------------------- catalogue */

SlPopCatalogue *
sl_pop_catalogue_new (const double *values, guint64 n, GError **error)
{
  SlPopCatalogue *self;

  if (n < 2)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("a catalogue needs at least 2 galaxies, this has %.0f"),
                   (double) n);
      return NULL;
    }
  self = g_new0 (SlPopCatalogue, 1);
  self->n = n;
  self->row = sl_size_try_new (n, SL_POP_N, sizeof (float));
  if (!self->row)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("not enough memory for %.0f galaxies"), (double) n);
      sl_pop_catalogue_free (self);
      return NULL;
    }
  for (int p = 0; p < SL_POP_N; p++)
    {
      double sum = 0.0, square = 0.0;

      if (isnan (values[p]))
        continue;
      for (guint64 i = 0; i < n; i++)
        {
          if (!isfinite (values[i * SL_POP_N + p]))
            {
              g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s of galaxy %.0f: expected a finite number"),
                           sl_param_info (param_table[p])->name, i + 1.0);
              sl_pop_catalogue_free (self);
              return NULL;
            }
          sum += values[i * SL_POP_N + p];
        }
      self->mean[p] = sum / n;
      for (guint64 i = 0; i < n; i++)
        square += pow (values[i * SL_POP_N + p] - self->mean[p], 2.0);
      self->scatter[p] = sqrt (square / n);
      /* Equal values differ from their mean by rounding alone. */
      if (self->scatter[p] < 1e-12 * fabs (self->mean[p]))
        self->scatter[p] = 0.0;
      for (guint64 i = 0; i < n && self->scatter[p] > 0.0; i++)
        self->row[i * SL_POP_N + p] = (values[i * SL_POP_N + p] - self->mean[p]) / self->scatter[p];
      sl_pop_set_add (&self->has, p);
    }
  return self;
}

void
sl_pop_catalogue_free (SlPopCatalogue *self)
{
  if (!self)
    return;
  g_free (self->row);
  g_free (self->path);
  g_free (self);
}

/* ------------------------------------------------------------- description */

/* Uniform distribution between lo and hi. */
static void
set_uniform (SlPopulationSpec *self, int p, double lo, double hi)
{
  sl_pop_set_add (&self->drawn, p);
  self->axis[0][p].mean = 0.5 * (lo + hi);
  self->axis[0][p].scatter = (hi - lo) / sqrt (12.0);
  self->axis[0][p].shape = SL_POP_UNIFORM;
}

void
sl_population_spec_init (SlPopulationSpec *self)
{
  static const char *const band[] = { "LSST/u", "LSST/g", "LSST/r", "LSST/i", "LSST/z", "LSST/y" };

  memset (self, 0, sizeof *self);
  sl_galaxy_init (&self->base);
  for (int c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    for (int p = 0; p < SL_POP_N; p++)
      self->axis[c][p].mean = self->base.value[param_table[p]];
  set_uniform (self, SL_POP_LOGM0, 11.0, 14.5);
  set_uniform (self, SL_POP_LOGTC, -0.3, 0.5);
  set_uniform (self, SL_POP_EARLY, 1.8, 4.0);
  set_uniform (self, SL_POP_LATE, 0.1, 1.0);
  set_uniform (self, SL_POP_T_PEAK, 8.0, 20.0);
  set_uniform (self, SL_POP_LGMCRIT, 11.5, 12.5);
  set_uniform (self, SL_POP_LGY, -10.6, -9.4);
  set_uniform (self, SL_POP_INDX_LO, 0.5, 2.0);
  set_uniform (self, SL_POP_INDX_HI, -1.5, -0.2);
  set_uniform (self, SL_POP_LG_QT, 0.3, 1.3);
  set_uniform (self, SL_POP_QLGLGDT, -1.2, -0.1);
  set_uniform (self, SL_POP_LG_DROP, -3.0, 0.0);
  set_uniform (self, SL_POP_LG_REJUV, -3.0, 0.0);
  set_uniform (self, SL_POP_LGMET_YOUNG, -2.8, -1.4);
  sl_population_set_bands (self, band, G_N_ELEMENTS (band));
  sl_population_fields_init (self);
}

static gboolean
wrong (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
static gboolean
wrong (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error_literal (error, SL_ERROR, SL_ERROR_PARAMETER, text);
  return FALSE;
}

static gboolean
check_number (const char *name, double x, double lo, double hi, GError **error)
{
  if (isfinite (x) && x >= lo && x <= hi)
    return TRUE;
  return wrong (error, _ ("population: %s: expected a number from %g to %g, found %g"), name, lo, hi, x);
}

static gboolean
check_distributions (const SlPopulationSpec *self, GError **error)
{
  for (guint c = 0; c < self->n_components; c++)
    for (int p = 0; p < SL_POP_N; p++)
      {
        const char *name = sl_param_info (param_table[p])->name;
        double lo, hi;

        if (!sl_pop_set_has (&self->drawn, p))
          continue;
        sl_galaxy_range (&self->base, param_table[p], NULL, &lo, &hi);
        if (!check_number (name, self->axis[c][p].mean, lo, hi, error)
            || !check_number (name, self->axis[c][p].scatter, 0.0, hi - lo, error)
            || !check_number (name, self->axis[c][p].slope, -100.0, 100.0, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
check_correlations (const SlPopulationSpec *self, GError **error)
{
  if (self->n_correlations > SL_POP_MAX_CORRELATIONS)
    return wrong (error, _ ("population: more than %d correlations"), SL_POP_MAX_CORRELATIONS);
  for (guint i = 0; i < self->n_correlations; i++)
    {
      const int a = self->correlation[i].a, b = self->correlation[i].b;

      if (!check_number (_ ("correlation"), self->correlation[i].rho, -1.0, 1.0, error))
        return FALSE;
      if (a == b || !sl_pop_set_has (&self->drawn, a) || !sl_pop_set_has (&self->drawn, b))
        return wrong (error, _ ("population: correlation of %s and %s: expected two distributed parameters"),
                      sl_param_info (param_table[a])->name, sl_param_info (param_table[b])->name);
      for (guint c = 0; c < self->n_components; c++)
        if (self->axis[c][a].shape != SL_POP_NORMAL || self->axis[c][b].shape != SL_POP_NORMAL)
          return wrong (error, _ ("population: correlation of %s and %s: both must be normal"),
                        sl_param_info (param_table[a])->name, sl_param_info (param_table[b])->name);
    }
  return TRUE;
}

/* What the loops cannot compute: options of single galaxies. */
static gboolean
check_base (const SlGalaxy *g, GError **error)
{
  if (!sl_galaxy_check (g, FALSE, error))
    return FALSE;
  if (g->sfh_form != SL_SFH_DIFFSTAR)
    return wrong (error, _ ("population: the SFH must be of the form “%s”, not “%s”"),
                  sl_sfh_form_info (SL_SFH_DIFFSTAR)->name, sl_sfh_form_info (g->sfh_form)->name);
  if (g->metals != SL_METALS_AGE || g->dust_emission || g->value[SL_PARAM_SIGMA_STAR] > 0.0)
    return wrong (error,
                  _ ("population: evolving metallicity from a table or a relation, velocity dispersion "
                     "and dust emission are for single galaxies only"));
  if (g->lgmet_gas_free)
    return wrong (error, _ ("population: gas with metals of its own (lgmet_gas) is for single galaxies only; "
                            "set lgmet_gas_free=no"));
  return TRUE;
}

gboolean
sl_population_spec_check (const SlPopulationSpec *self, GError **error)
{
  if (!check_base (&self->base, error))
    return FALSE;
  if (self->n_bands < 1 || self->n_bands > SL_POP_MAX_BANDS)
    return wrong (error, _ ("population: expected 1 to %d bands, found %u"), SL_POP_MAX_BANDS, self->n_bands);
  if (!sl_population_fields_check (self, error))
    return FALSE;
  if (!(self->t_last > self->t_first))
    return wrong (error, _ ("population: times: expected the first before the last, found %g and %g Gyr"),
                  self->t_first, self->t_last);
  if (!(self->bin_hi > self->bin_lo) || !(self->map_hi > self->map_lo)
      || !isfinite (self->bin_hi - self->bin_lo))
    return wrong (error, _ ("population: bins: expected the first magnitude below the last, found %g and %g"),
                  self->bin_lo, self->bin_hi);
  /* Every galaxy visits all bins within reach of the smoothing. */
  return check_number ("histogram.smoothing", self->bin_width, 1e-4, 0.5 * (self->bin_hi - self->bin_lo),
                       error)
         && check_distributions (self, error) && check_correlations (self, error);
}

/* ------------------------------------------- parameters of the population */

static void
add_phi (SlPopPhi *phi, guint *n, SlPhiKind kind, int parameter, guint components)
{
  if (*n < SL_POP_MAX_PHI)
    phi[(*n)++] = (SlPopPhi){ kind, parameter, components };
}

guint
sl_population_parameters (const SlPopulationSpec *self, SlPopPhi phi[SL_POP_MAX_PHI])
{
  const guint both = (1u << self->n_components) - 1;
  guint n = 0;

  for (int p = 0; p < SL_POP_N; p++)
    {
      const gboolean apart = self->n_components > 1 && sl_pop_set_has (&self->own, p);

      for (guint c = 0; c < (apart ? self->n_components : 1) && sl_pop_set_has (&self->drawn, p); c++)
        {
          add_phi (phi, &n, SL_PHI_MEAN, p, apart ? 1u << c : both);
          add_phi (phi, &n, SL_PHI_SCATTER, p, apart ? 1u << c : both);
          if (self->axis[c][p].slope != 0.0 && p != SL_POP_LOGM0)
            add_phi (phi, &n, SL_PHI_SLOPE, p, apart ? 1u << c : both);
        }
    }
  for (guint i = 0; i < self->n_correlations; i++)
    add_phi (phi, &n, SL_PHI_CORRELATION, i, both);
  for (guint i = 0; i < 4 && self->n_components > 1; i++)
    add_phi (phi, &n, SL_PHI_FRACTION, i, both);
  return n;
}

static double *
member_of (SlPopulationSpec *self, const SlPopPhi *phi, guint c)
{
  switch ((SlPhiKind) phi->kind)
    {
    case SL_PHI_MEAN:
      return &self->axis[c][phi->parameter].mean;
    case SL_PHI_SCATTER:
      return &self->axis[c][phi->parameter].scatter;
    case SL_PHI_SLOPE:
      return &self->axis[c][phi->parameter].slope;
    case SL_PHI_CORRELATION:
      return &self->correlation[phi->parameter].rho;
    case SL_PHI_FRACTION:
      return &self->fraction[phi->parameter];
    }
  g_assert_not_reached ();
}

double
sl_population_get (const SlPopulationSpec *self, const SlPopPhi *phi)
{
  return *member_of ((SlPopulationSpec *) self, phi, phi->components & 1 ? 0 : 1);
}

void
sl_population_set (SlPopulationSpec *self, const SlPopPhi *phi, double value)
{
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    if (phi->components >> c & 1)
      *member_of (self, phi, c) = value;
}

void
sl_population_range (const SlPopulationSpec *self, const SlPopPhi *phi, double *lo, double *hi)
{
  static const struct {
    double lo, hi;
  } fraction[] = { { 9.0, 16.0 }, { 0.0, 10.0 }, { 0.0, 1.0 }, { 0.0, 1.0 } };

  switch ((SlPhiKind) phi->kind)
    {
    case SL_PHI_MEAN:
      sl_galaxy_range (&self->base, param_table[phi->parameter], NULL, lo, hi);
      return;
    case SL_PHI_SCATTER:
      sl_galaxy_range (&self->base, param_table[phi->parameter], NULL, lo, hi);
      *hi = 0.5 * (*hi - *lo), *lo = 0.0;
      return;
    case SL_PHI_SLOPE:
      *lo = -2.0, *hi = 2.0;
      return;
    case SL_PHI_CORRELATION:
      *lo = -0.99, *hi = 0.99;
      return;
    case SL_PHI_FRACTION:
      *lo = fraction[phi->parameter].lo, *hi = fraction[phi->parameter].hi;
      return;
    }
}

char *
sl_population_name (const SlPopulationSpec *self, const SlPopPhi *phi)
{
  static const char *const kind[] = { "mean", "scatter", "slope" }, *const fraction[] = { "mid", "rate",
                                                                                          "low", "high" };

  if (phi->kind == SL_PHI_CORRELATION)
    return g_strdup_printf ("correlation.%s.%s",
                            sl_param_info (param_table[self->correlation[phi->parameter].a])->name,
                            sl_param_info (param_table[self->correlation[phi->parameter].b])->name);
  if (phi->kind == SL_PHI_FRACTION)
    return g_strdup_printf ("fraction.%s", fraction[phi->parameter]);
  return g_strdup_printf ("%s%s.%s", phi->components == 2 ? "second." : "", kind[phi->kind],
                          sl_param_info (param_table[phi->parameter])->name);
}

/* ----------------------------------------------------------------- results */

SlPopulationResult *
sl_population_result_new (const SlPopulationSpec *spec, gboolean gradient)
{
  SlPopulationResult *self = g_new0 (SlPopulationResult, 1);
  SlPopPhi phi[SL_POP_MAX_PHI];
  gsize gradients;

  self->n_bins = spec->n_bins;
  self->n_map = spec->n_map;
  self->n_phi = sl_population_parameters (spec, phi);
  self->gradient = gradient;
  gradients = gradient ? (gsize) self->n_bins * self->n_phi : 0;
  self->size = 2 * self->n_bins + 4 + (gsize) self->n_map * self->n_bins + gradients;
  self->sums = g_new0 (double, self->size);
  self->all = self->sums;
  self->cut = self->all + self->n_bins;
  self->moment = self->cut + self->n_bins;
  self->map = self->moment + 4;
  self->derivative = gradient ? self->map + (gsize) self->n_map * self->n_bins : NULL;
  return self;
}

void
sl_population_result_free (SlPopulationResult *self)
{
  if (!self)
    return;
  g_free (self->sums);
  g_free (self);
}

void
sl_population_result_add (SlPopulationResult *to, const SlPopulationResult *from)
{
  g_return_if_fail (to->size == from->size);
  for (gsize i = 0; i < to->size; i++)
    to->sums[i] += from->sums[i];
  to->n += from->n;
}
