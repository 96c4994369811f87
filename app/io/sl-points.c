/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-points.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"

char *
sl_points_where (const SlPoints *self, gsize row)
{
  if (self->line)
    return g_strdup_printf (_ ("%s: line %zu"), self->path, (gsize) self->line[row]);
  return g_strdup_printf (_ ("%s: row %zu (counting from 0)"), self->path, self->first + row);
}

SlPoints *
sl_points_row (const SlPoints *self, gsize row)
{
  SlPoints *one = g_new0 (SlPoints, 1);

  one->path = g_strdup (self->path);
  one->first = self->first + row;
  one->n = one->room = 1;
  one->n_columns = self->n_columns;
  one->column = g_memdup2 (self->column, (self->n_columns + 1) * sizeof *self->column);
  one->values = g_new0 (double, self->n_columns + 1);
  memcpy (one->values, self->values + row * self->n_columns, self->n_columns * sizeof *self->values);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      one->all[i] = self->all[i];
      one->option[i] = self->option[i] ? g_memdup2 (self->option[i] + row, 1) : NULL;
    }
  one->common = self->common;
  one->line = self->line ? g_memdup2 (self->line + row, sizeof *self->line) : NULL;
  one->settings = g_ptr_array_ref (self->settings);
  one->given = self->given;
  return one;
}

void
sl_points_free (SlPoints *self)
{
  if (!self)
    return;
  for (int i = 0; i < SL_N_OPTIONS; i++)
    g_free (self->option[i]);
  g_clear_pointer (&self->settings, g_ptr_array_unref);
  g_free (self->path);
  g_free (self->column);
  g_free (self->values);
  g_free (self->line);
  g_free (self->bad);
  g_free (self->notes);
  g_free (self->lines_off);
  g_free (self);
}

/* A row without settings. */
static void
fill_galaxy (const SlPoints *self, gsize row, SlGalaxy *galaxy)
{
  int options[SL_N_OPTIONS];
  const double *values = self->values + row * self->n_columns;

  sl_galaxy_init (galaxy);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      options[i] = self->option[i] ? self->option[i][row] : self->all[i];
      if (options[i] >= 0)
        sl_galaxy_change_option (galaxy, i, options[i]);
    }
  for (guint k = 0; k < self->n_columns; k++)
    {
      const SlParamId id = self->column[k];
      /* Without a number the bump follows the slope of the dust curve, and gas has the metals of stars. */
      const int freed_by = sl_option_that_frees (id);

      if (freed_by >= 0 && isnan (values[k]))
        continue;
      if (freed_by >= 0 && options[freed_by] < 0)
        sl_galaxy_set_option (galaxy, freed_by, TRUE);
      galaxy->value[id] = values[k];
    }
  memcpy (galaxy->sfh_edges, self->common.sfh_edges, sizeof galaxy->sfh_edges);
  galaxy->sfh_table = self->common.sfh_table;
  galaxy->metals_table = self->common.metals_table;
}

/* A number that single precision has put just beyond a limit, as in files of populations, is the limit. */
static void
clamp_rounding (const SlPoints *self, SlGalaxy *galaxy)
{
  for (guint k = 0; k < self->n_columns; k++)
    {
      double *x = &galaxy->value[self->column[k]], lo, hi;

      sl_galaxy_range (galaxy, self->column[k], NULL, &lo, &hi);
      if (*x < lo && lo - *x <= FLT_EPSILON * fabs (lo))
        *x = lo;
      else if (*x > hi && *x - hi <= FLT_EPSILON * fabs (hi))
        *x = hi;
    }
}

static void
apply_settings (const SlPoints *self, const SlGalaxySettings *set, SlGalaxy *galaxy)
{
  const SlGalaxy before = *galaxy;

  sl_galaxy_settings_apply (set, galaxy);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      double lo, hi;

      sl_galaxy_range (galaxy, p, NULL, &lo, &hi);
      if (sl_param_set_has (self->given, p) && !sl_param_set_has (set->has_value, p)
          && before.value[p] >= lo && before.value[p] <= hi)
        galaxy->value[p] = before.value[p];
    }
}

/* Whether settings change nothing. */
static gboolean
is_empty (const SlGalaxySettings *set)
{
  gboolean any = set->has_edges || set->lines_off || set->table[0].path || set->table[1].path
                 || !sl_param_set_is_empty (set->has_value);

  for (int i = 0; i < SL_N_OPTIONS && !any; i++)
    any = set->has_option[i];
  return !any;
}

gboolean
sl_points_is_bad (const SlPoints *self, gsize row)
{
  return self->bad && self->bad[row];
}

void
sl_points_mark_bad (SlPoints *self, gsize row)
{
  if (self->n_bad++ == 0 || row < self->first_bad)
    self->first_bad = row;
  self->bad[row] = TRUE;
}

void
sl_points_galaxy (const SlPoints *self, gsize row, SlGalaxy *galaxy)
{
  if (sl_points_is_bad (self, row))
    {
      sl_galaxy_init (galaxy);
      return;
    }
  fill_galaxy (self, row, galaxy);
  for (guint i = 0; i < self->settings->len; i++)
    if (!is_empty (self->settings->pdata[i]))
      apply_settings (self, self->settings->pdata[i], galaxy);
  clamp_rounding (self, galaxy);
}

void
sl_points_add_settings (SlPoints *self, const SlGalaxySettings *settings)
{
  g_ptr_array_add (self->settings, (gpointer) settings);
}

/* A parameter that has a number which catalogues write where there is none, and which is no value of it;
 * NULL: there is none. */
static const char *
find_missing (const SlGalaxy *galaxy, double *value)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      double lo, hi;

      *value = galaxy->value[p];
      sl_galaxy_range (galaxy, p, NULL, &lo, &hi);
      if (!(*value >= lo && *value <= hi) && sl_galaxy_uses (galaxy, p)
          && sl_check_marks_missing (-fabs (*value)))
        return sl_param_info (p)->name;
    }
  return NULL;
}

/* Whether a row is a galaxy that the model accepts. */
static gboolean
check_row (const SlPoints *self, gsize i, gboolean extrapolate, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *where = NULL;
  SlGalaxy galaxy;
  double value;
  const char *missing;

  sl_points_galaxy (self, i, &galaxy);
  missing = find_missing (&galaxy, &value);
  if (missing)
    {
      where = sl_points_where (self, i);
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s: %s = %g marks a missing value; leave the row out or give a number"), where,
                   missing, value);
      return FALSE;
    }
  if (sl_galaxy_check (&galaxy, extrapolate, &cause))
    return TRUE;
  where = sl_points_where (self, i);
  g_set_error (error, cause->domain, cause->code, "%s: %s%s", where, cause->message,
               extrapolate || sl_galaxy_check (&galaxy, TRUE, NULL)
                   ? extrapolate ? "" : _ (" (--extrapolate accepts it)")
                   : "");
  return FALSE;
}

/* What a row needs to be as good as one that was accepted and has the same options: numbers within their
 * ranges, and pairs in order. */
typedef struct {
  double *lo, *hi; /* (columns) */
  SlGalaxy galaxy; /* the accepted one */
} Accepted;

static void
accepted_init (const SlPoints *self, gsize row, Accepted *accepted)
{
  accepted->lo = g_new (double, self->n_columns + 1);
  accepted->hi = g_new (double, self->n_columns + 1);
  sl_points_galaxy (self, row, &accepted->galaxy);
  for (guint k = 0; k < self->n_columns; k++)
    sl_galaxy_range (&accepted->galaxy, self->column[k], NULL, &accepted->lo[k], &accepted->hi[k]);
}

/* FALSE also where only the whole check can tell. */
static gboolean
as_good (const SlPoints *self, gsize row, Accepted *accepted)
{
  const double *values = self->values + row * self->n_columns;

  for (guint k = 0; k < self->n_columns; k++)
    {
      if (!(values[k] >= accepted->lo[k] && values[k] <= accepted->hi[k]))
        return FALSE;
      accepted->galaxy.value[self->column[k]] = values[k];
    }
  for (guint i = 0; sl_param_order (i); i++)
    {
      const SlParamOrder *order = sl_param_order (i);
      const double apart = accepted->galaxy.value[order->upper] - accepted->galaxy.value[order->lower];

      if (!(apart >= order->least))
        return FALSE;
    }
  return TRUE;
}

/* Rows of a catalogue differ in numbers alone, unless it has options or settings that numbers change. */
static gboolean
alike (const SlPoints *self)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (self->option[i])
      return FALSE;
  for (guint k = 0; k < self->n_columns; k++)
    if (sl_option_that_frees (self->column[k]) >= 0)
      return FALSE;
  for (guint i = 0; i < self->settings->len; i++)
    if (!is_empty (self->settings->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
sl_points_check (SlPoints *self, gboolean extrapolate, GError **error)
{
  const gboolean are_alike = alike (self);
  Accepted accepted = { 0 };
  gboolean good = TRUE;

  for (gsize i = 0; i < self->n && good; i++)
    {
      if (sl_points_is_bad (self, i) || (accepted.lo && as_good (self, i, &accepted)))
        continue;
      if (check_row (self, i, extrapolate, self->bad ? NULL : error))
        {
          if (are_alike && !accepted.lo)
            accepted_init (self, i, &accepted);
        }
      else if (self->bad)
        sl_points_mark_bad (self, i);
      else
        good = FALSE;
    }
  g_free (accepted.lo);
  g_free (accepted.hi);
  return good;
}
