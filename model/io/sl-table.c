/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-table.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"

static guint
table_hash (gconstpointer data)
{
  const SlTable *self = data;
  guint hash = g_str_hash (self->name) + self->n;

  for (guint i = 0; i < self->n; i++)
    hash = 33 * (33 * hash + g_double_hash (&self->x[i])) + g_double_hash (&self->y[i]);
  return hash;
}

static gboolean
table_equal (gconstpointer a, gconstpointer b)
{
  const SlTable *p = a, *q = b;

  return p->n == q->n && strcmp (p->name, q->name) == 0 && memcmp (p->x, q->x, p->n * sizeof *p->x) == 0
         && memcmp (p->y, q->y, p->n * sizeof *p->y) == 0;
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
  static GMutex lock;
  static GHashTable *all;
  SlTable key = { .name = (char *) name, .n = n, .x = (double *) x, .y = (double *) y };
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
      table->name = g_strdup (name);
      table->n = n;
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
