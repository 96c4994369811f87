/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-measurement.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_cdf.h>

#include "model/support/sl-error.h"

static const char *const kind_names[SL_N_MEASUREMENT_KINDS] = { "value", "upper", "lower" };

/* Other words for a kind; brightness: of a quantity that grows with it, the opposite of a magnitude. */
static const struct {
  const char *word;
  SlMeasurementKind kind;
  gboolean brightness;
} word_table[] = {
  { "", SL_MEASUREMENT_VALUE, FALSE },       { "<", SL_MEASUREMENT_UPPER, FALSE },
  { ">", SL_MEASUREMENT_LOWER, FALSE },      { "fainter", SL_MEASUREMENT_UPPER, TRUE },
  { "brighter", SL_MEASUREMENT_LOWER, TRUE },
};

static gboolean
is_magnitude (const char *unit)
{
  return strcmp (unit, "mag") == 0;
}

const char *
sl_measurement_kind_name (SlMeasurementKind kind)
{
  return kind_names[kind];
}

int
sl_measurement_kind_lookup (const char *word, const char *unit)
{
  for (guint i = 0; i < SL_N_MEASUREMENT_KINDS; i++)
    if (strcmp (word, kind_names[i]) == 0)
      return (int) i;
  for (guint i = 0; i < G_N_ELEMENTS (word_table); i++)
    if (strcmp (word, word_table[i].word) == 0)
      {
        const SlMeasurementKind kind = word_table[i].kind;

        if (!word_table[i].brightness || !is_magnitude (unit))
          return (int) kind;
        return kind == SL_MEASUREMENT_UPPER ? SL_MEASUREMENT_LOWER : SL_MEASUREMENT_UPPER;
      }
  return -1;
}

static void
row_clear (gpointer data)
{
  g_free (((SlMeasurement *) data)->observable);
}

SlMeasurements *
sl_measurements_new (void)
{
  SlMeasurements *self = g_new0 (SlMeasurements, 1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (SlMeasurement));
  g_array_set_clear_func (self->rows, row_clear);
  return self;
}

SlMeasurements *
sl_measurements_copy (const SlMeasurements *self)
{
  SlMeasurements *copy = sl_measurements_new ();

  copy->floor = self->floor;
  for (guint i = 0; i < self->rows->len; i++)
    {
      SlMeasurement row = *sl_measurements_get (self, i);

      row.observable = g_strdup (row.observable);
      g_array_append_val (copy->rows, row);
    }
  return copy;
}

void
sl_measurements_free (SlMeasurements *self)
{
  if (!self)
    return;
  g_array_unref (self->rows);
  g_free (self);
}

guint
sl_measurements_count (const SlMeasurements *self)
{
  return self->rows->len;
}

SlMeasurement *
sl_measurements_get (const SlMeasurements *self, guint i)
{
  return &g_array_index (self->rows, SlMeasurement, i);
}

gboolean
sl_measurements_add (SlMeasurements *self, const char *observable, SlMeasurementKind kind, double value,
                     double sigma, GError **error)
{
  SlMeasurement row = { NULL, value, sigma, kind, TRUE };
  char found[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: expected a value that is a finite number"),
                   observable);
      return FALSE;
    }
  if (!(sigma > 0.0) || !isfinite (sigma))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: expected an error greater than 0, found %s"),
                   observable, g_ascii_formatd (found, sizeof found, "%.10g", sigma));
      return FALSE;
    }
  row.observable = g_strdup (observable);
  g_array_append_val (self->rows, row);
  return TRUE;
}

char **
sl_measurements_names (const SlMeasurements *self)
{
  char **names = g_new0 (char *, self->rows->len + 1);

  for (guint i = 0; i < self->rows->len; i++)
    names[i] = g_strdup (sl_measurements_get (self, i)->observable);
  return names;
}

gboolean
sl_measurements_same_names (const SlMeasurements *a, const SlMeasurements *b)
{
  if (a->rows->len != b->rows->len)
    return FALSE;
  for (guint i = 0; i < a->rows->len; i++)
    if (strcmp (sl_measurements_get (a, i)->observable, sl_measurements_get (b, i)->observable) != 0)
      return FALSE;
  return TRUE;
}

double
sl_measurement_sigma (const SlMeasurement *self, SlMeasurementFloor floor, const char *unit, gboolean lg)
{
  if (is_magnitude (unit))
    return hypot (self->error, floor.mag);
  return hypot (self->error, lg ? floor.fraction / G_LN10 : floor.fraction * self->value);
}

guint
sl_measurements_mock (SlMeasurements *self, const double *truth, guint32 seed)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (seed);
  guint n_off = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      SlMeasurement *row = sl_measurements_get (self, i);
      /* Every row takes its number, so that a row that is switched on leaves the others as they are; the
       * middle of a step is never 0. */
      const double draw = gsl_cdf_ugaussian_Pinv ((g_rand_int (rng) + 0.5) / 4294967296.0);

      if (!row->on || row->kind != SL_MEASUREMENT_VALUE)
        continue;
      if (isfinite (truth[i]))
        row->value = truth[i] + row->error * draw;
      else
        {
          row->on = FALSE;
          n_off++;
        }
    }
  return n_off;
}
