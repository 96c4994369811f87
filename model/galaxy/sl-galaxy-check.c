/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which galaxies the model can compute. */
#include <math.h>

#include <glib/gi18n-lib.h>

#include "model/galaxy/sl-galaxy.h"
#include "model/support/sl-error.h"

/* Diffburst keeps its peak one dex below its start. The two ranges are that far apart, so that either can
 * move out of the other's way. */
static const SlParamOrder order_table[] = {
  { SL_PARAM_LG_DROP, SL_PARAM_LG_REJUV, 0.0, 0.0 },
  { SL_PARAM_LATE_INDEX, SL_PARAM_EARLY_INDEX, 0.0, 0.0 },
  { SL_PARAM_LGYR_PEAK, SL_PARAM_LGYR_MAX, 1e-6, 1.0 },
  { SL_PARAM_T_START, SL_PARAM_T_END, 1e-3, 0.1 },
};

/* Widths by which a formula divides: they must stay positive even when extrapolating. */
static const SlParamId positive_table[] = {
  SL_PARAM_T_PEAK,      SL_PARAM_TAU_DEP, SL_PARAM_LGMET_SCATTER,    SL_PARAM_LGMET_LGAGE_WIDTH,
  SL_PARAM_LGU_SCATTER, SL_PARAM_SIGMA_V, SL_PARAM_DUST_LGAGE_WIDTH, SL_PARAM_OM0,
  SL_PARAM_H,           SL_PARAM_TAU,     SL_PARAM_LOGNORMAL_S,      SL_PARAM_DPL_TAU,
  SL_PARAM_BURST_WIDTH,
};

const SlParamOrder *
sl_param_order (guint i)
{
  return i < G_N_ELEMENTS (order_table) ? &order_table[i] : NULL;
}

static gboolean G_GNUC_PRINTF (2, 3)
fail (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error)
    *error = g_error_new_valist (SL_ERROR, SL_ERROR_PARAMETER, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
check_range (const SlGalaxy *self, SlParamId id, gboolean extrapolate, GError **error)
{
  const char *name = sl_param_info (id)->name;
  char value[G_ASCII_DTOSTR_BUF_SIZE], lower[G_ASCII_DTOSTR_BUF_SIZE], upper[G_ASCII_DTOSTR_BUF_SIZE];
  double lo, hi;

  sl_galaxy_range (self, id, NULL, &lo, &hi);
  if (isfinite (self->value[id]) && (extrapolate || (self->value[id] >= lo && self->value[id] <= hi)))
    return TRUE;
  /* Text for messages only: catalogues have millions of numbers to check. */
  g_ascii_formatd (value, sizeof value, "%.10g", self->value[id]);
  if (!isfinite (self->value[id]))
    return fail (error, _ ("%s must be a number, found %s"), name, value);
  g_ascii_formatd (lower, sizeof lower, "%.10g", lo);
  g_ascii_formatd (upper, sizeof upper, "%.10g", hi);
  return fail (error, _ ("%s = %s is outside its range, %s to %s"), name, value, lower, upper);
}

static gboolean
check_sfh (const SlGalaxy *self, GError **error)
{
  const SlTable *table = self->sfh_table;

  for (guint i = 0; i < SL_SFH_N_BINS && self->sfh_form == SL_SFH_CONTINUITY; i++)
    if (!(self->sfh_edges[0] == 0.0 && self->sfh_edges[i + 1] > self->sfh_edges[i]
          && isfinite (self->sfh_edges[i + 1])))
      return fail (error, _ ("the edges of the bins must increase from 0; number %u does not"), i + 1);
  if (self->sfh_form != SL_SFH_TABLE)
    return TRUE;
  if (!table)
    return fail (error, _ ("no table of a star-formation history has been chosen"));
  for (guint i = 0; i < table->n; i++)
    if (table->y[i] < 0.0)
      return fail (error, _ ("%s: row %u: a star-formation rate cannot be negative"), table->name, i + 1);
  if (!isfinite (table->integral[table->n - 1]))
    return fail (error, _ ("%s: the mass formed in this table is too large to be counted"), table->name);
  if (!(table->integral[table->n - 1] > 0.0))
    return fail (error, _ ("%s: no stars form in this table"), table->name);
  return TRUE;
}

static gboolean
check_metals (const SlGalaxy *self, GError **error)
{
  const SlTable *table = self->metals_table;

  if (self->metals != SL_METALS_TABLE)
    return TRUE;
  if (!table)
    return fail (error, _ ("no table of metals has been chosen"));
  for (guint i = 0; i < table->n; i++)
    if (!(table->y[i] < 0.0))
      return fail (error, _ ("%s: row %u: expected the logarithm of a mass fraction, which is below 0"),
                   table->name, i + 1);
  return TRUE;
}

/* What formulas cannot do without, whatever the ranges say. */
static gboolean
check_domain (const SlGalaxy *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (positive_table); i++)
    if (!(self->value[positive_table[i]] > 0.0) && sl_galaxy_uses (self, positive_table[i]))
      return fail (error, _ ("%s must be greater than zero"), sl_param_info (positive_table[i])->name);
  if (!check_sfh (self, error) || !check_metals (self, error))
    return FALSE;
  if (self->value[SL_PARAM_SIGMA_STAR] < 0.0)
    return fail (error, _ ("%s must not be negative"), sl_param_info (SL_PARAM_SIGMA_STAR)->name);
  if (!(self->value[SL_PARAM_REDSHIFT] > -1.0))
    return fail (error, _ ("redshift must be greater than −1"));
  return TRUE;
}

static gboolean
check_order (const SlGalaxy *self, const SlParamOrder *order, GError **error)
{
  const double lower = self->value[order->lower], upper = self->value[order->upper];
  char a[G_ASCII_DTOSTR_BUF_SIZE], b[G_ASCII_DTOSTR_BUF_SIZE];

  if (!sl_galaxy_uses (self, order->lower) || !sl_galaxy_uses (self, order->upper)
      || !(upper - lower < order->least))
    return TRUE;
  g_ascii_formatd (a, sizeof a, "%.10g", lower);
  g_ascii_formatd (b, sizeof b, "%.10g", upper);
  return fail (error, _ ("%s = %s must not lie below %s = %s"), sl_param_info (order->upper)->name, b,
               sl_param_info (order->lower)->name, a);
}

gboolean
sl_galaxy_check (const SlGalaxy *self, gboolean extrapolate, GError **error)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_galaxy_uses (self, i) && !check_range (self, i, extrapolate, error))
      return FALSE;
  if (!check_domain (self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (order_table) && !extrapolate; i++)
    if (!check_order (self, &order_table[i], error))
      return FALSE;
  return TRUE;
}
