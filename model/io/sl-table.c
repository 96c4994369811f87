/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-table.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"

static const struct {
  const char *name, *title;
} times_table[SL_N_TABLE_TIMES] = {
  [SL_TABLE_GYR] = { "gyr", N_ ("Gyr since the Big Bang") },
  [SL_TABLE_MYR] = { "myr", N_ ("Myr since the Big Bang") },
  [SL_TABLE_YR] = { "yr", N_ ("Years since the Big Bang") },
  [SL_TABLE_S] = { "s", N_ ("Seconds since the Big Bang") },
  [SL_TABLE_LG_GYR] = { "lg_gyr", N_ ("Logarithm of Gyr since the Big Bang") },
  [SL_TABLE_LG_YR] = { "lg_yr", N_ ("Logarithm of years since the Big Bang") },
  [SL_TABLE_LOOKBACK_GYR] = { "lookback_gyr", N_ ("Lookback time in Gyr") },
  [SL_TABLE_LOOKBACK_MYR] = { "lookback_myr", N_ ("Lookback time in Myr") },
  [SL_TABLE_LOOKBACK_YR] = { "lookback_yr", N_ ("Lookback time in years") },
  [SL_TABLE_LOOKBACK_S] = { "lookback_s", N_ ("Lookback time in seconds") },
  [SL_TABLE_LOOKBACK_LG_GYR] = { "lookback_lg_gyr", N_ ("Logarithm of the lookback time in Gyr") },
  [SL_TABLE_LOOKBACK_LG_YR] = { "lookback_lg_yr", N_ ("Logarithm of the lookback time in years") },
}, values_table[SL_N_TABLE_VALUES] = {
  [SL_TABLE_AS_IS] = { "lgz", N_ ("Logarithm of the mass fraction of metals, lg Z") },
  [SL_TABLE_LGZ_SOLAR] = { "lgz_solar", N_ ("Logarithm of metals in solar units, lg(Z/Z☉)") },
  [SL_TABLE_Z] = { "z", N_ ("Mass fraction of metals, Z") },
  [SL_TABLE_Z_SOLAR] = { "z_solar", N_ ("Metals in solar units, Z/Z☉") },
};

const char *
sl_table_times_name (guint times)
{
  return times < SL_N_TABLE_TIMES ? times_table[times].name : NULL;
}

const char *
sl_table_values_name (guint values)
{
  return values < SL_N_TABLE_VALUES ? values_table[values].name : NULL;
}

const char *
sl_table_times_title (guint times)
{
  return times < SL_N_TABLE_TIMES ? times_table[times].title : NULL;
}

const char *
sl_table_values_title (guint values)
{
  return values < SL_N_TABLE_VALUES ? values_table[values].title : NULL;
}

static int
lookup (const char *(*name_of) (guint i), const char *name)
{
  for (int i = 0; name_of (i); i++)
    if (name && g_ascii_strcasecmp (name_of (i), name) == 0)
      return i;
  return -1;
}

int
sl_table_times_lookup (const char *name)
{
  return lookup (sl_table_times_name, name);
}

int
sl_table_values_lookup (const char *name)
{
  return g_strcmp0 (name, SL_TABLE_RATES) == 0 ? SL_TABLE_AS_IS : lookup (sl_table_values_name, name);
}

gboolean
sl_table_times_lookback (SlTableTimes times)
{
  return times >= SL_TABLE_LOOKBACK_GYR;
}

static guint
table_hash (gconstpointer data)
{
  const SlTable *self = data;
  guint hash = g_str_hash (self->name) + self->n + 1000 * self->times + 100 * self->values;

  for (guint i = 0; i < self->n; i++)
    hash = 33 * (33 * hash + g_double_hash (&self->x[i])) + g_double_hash (&self->y[i]);
  return hash;
}

static gboolean
table_equal (gconstpointer a, gconstpointer b)
{
  const SlTable *p = a, *q = b;

  return p->n == q->n && p->times == q->times && p->values == q->values && strcmp (p->name, q->name) == 0
         && memcmp (p->x, q->x, p->n * sizeof *p->x) == 0 && memcmp (p->y, q->y, p->n * sizeof *p->y) == 0;
}

static gboolean
check (const char *name, const double *x, const double *y, guint n, GError **error)
{
  if (n < 2 || n > SL_TABLE_MAX)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: expected a table of 2 to %d rows, found %u"), name,
                   SL_TABLE_MAX, n);
      return FALSE;
    }
  return sl_check_increasing (name, _ ("first column"), x, n, error)
         && sl_check_range (name, _ ("second column"), y, n, -G_MAXDOUBLE, G_MAXDOUBLE, error);
}

const SlTable *
sl_table_intern (const char *name, const double *x, const double *y, guint n, GError **error)
{
  return sl_table_intern_read (name, x, y, n, SL_TABLE_GYR, SL_TABLE_AS_IS, error);
}

const SlTable *
sl_table_intern_read (const char *name, const double *x, const double *y, guint n, SlTableTimes times,
                      SlTableValues values, GError **error)
{
  static GMutex lock;
  static GHashTable *all;
  SlTable key = { .name = (char *) name,
                  .n = n,
                  .x = (double *) x,
                  .y = (double *) y,
                  .lookback = sl_table_times_lookback (times),
                  .times = times,
                  .values = values };
  SlTable *table;

  g_return_val_if_fail (name && x && y, NULL);
  if (!check (name, x, y, n, error))
    return NULL;
  g_mutex_lock (&lock);
  if (!all)
    all = g_hash_table_new (table_hash, table_equal);
  table = g_hash_table_lookup (all, &key);
  if (!table)
    {
      table = g_new0 (SlTable, 1);
      *table = key;
      table->name = g_strdup (name);
      table->x = g_memdup2 (x, n * sizeof *x);
      table->y = g_memdup2 (y, n * sizeof *y);
      table->integral = g_new0 (double, n);
      for (guint i = 1; i < n; i++)
        table->integral[i] = table->integral[i - 1] + 0.5 * (x[i] - x[i - 1]) * (y[i] + y[i - 1]);
      g_hash_table_add (all, table);
    }
  g_mutex_unlock (&lock);
  return table;
}
