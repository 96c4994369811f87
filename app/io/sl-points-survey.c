/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-points-survey.h"

#include <math.h>

#include <glib/gi18n.h>

#include "model/support/sl-error.h"

/* Rows that are looked at together. */
#define STEP 65536
/* Bits of an option's value in the signature of a row. */
#define OPTION_BITS 5

/* Options of rows that were seen: rows with the same signature have the same. */
typedef struct {
  SlPointsSurvey *survey;
  GArray *seen;          /* guint64 */
  int sigma_v, redshift; /* columns, or -1 */
  double broadest, nearest;
} Look;

/* What options a row gives, also by numbers that set one free. */
static guint64
signature_of (const SlPoints *points, gsize row)
{
  const double *values = points->values + row * points->n_columns;
  guint64 signature = 1;

  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (points->option[i])
      signature = signature << OPTION_BITS | (guint64) points->option[i][row];
  for (guint k = 0; k < points->n_columns; k++)
    if (sl_option_that_frees (points->column[k]) >= 0)
      signature = signature << 1 | !isnan (values[k]);
  return signature;
}

static gboolean
is_new (Look *look, guint64 signature)
{
  /* The last is the most likely. */
  for (guint i = look->seen->len; i-- > 0;)
    if (g_array_index (look->seen, guint64, i) == signature)
      return FALSE;
  g_array_append_val (look->seen, signature);
  return TRUE;
}

static void
take (SlPoints **which, const SlPoints *points, gsize row)
{
  g_clear_pointer (which, sl_points_free);
  *which = sl_points_row (points, row);
}

/* Notes what options a galaxy has, and its parameters. */
static void
note_options (SlPointsSurvey *survey, const SlGalaxy *galaxy)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_galaxy_has (galaxy, p))
      sl_param_set_add (&survey->any, p);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    survey->seen[i] |= G_GUINT64_CONSTANT (1) << sl_galaxy_option (galaxy, i);
}

static void
look_at (Look *look, const SlPoints *points, gsize row)
{
  SlPointsSurvey *survey = look->survey;
  const double *values = points->values + row * points->n_columns;
  const gboolean new = is_new (look, signature_of (points, row));
  const double sigma = look->sigma_v >= 0 ? values[look->sigma_v] : 0.0,
               z = look->redshift >= 0 ? values[look->redshift] : 0.0;

  if (new)
    {
      SlGalaxy galaxy;

      sl_points_galaxy (points, row, &galaxy);
      note_options (survey, &galaxy);
      if (galaxy.sfh_form == SL_SFH_TABLE && !survey->nearest_table)
        {
          take (&survey->nearest_table, points, row);
          look->nearest = z;
        }
    }
  if (!survey->first)
    take (&survey->first, points, row);
  if (!survey->broadest || sigma > look->broadest)
    {
      take (&survey->broadest, points, row);
      look->broadest = sigma;
    }
  if (survey->nearest_table && z < look->nearest)
    {
      SlGalaxy galaxy;

      sl_points_galaxy (points, row, &galaxy);
      if (galaxy.sfh_form == SL_SFH_TABLE)
        {
          take (&survey->nearest_table, points, row);
          look->nearest = z;
        }
    }
}

static int
column_of (const SlPoints *points, SlParamId p)
{
  for (guint k = 0; k < points->n_columns; k++)
    if (points->column[k] == p)
      return (int) k;
  return -1;
}

gboolean
sl_points_survey (SlPointsReader *reader, gboolean extrapolate, SlPointsSurvey *survey, GError **error)
{
  SlPoints *points = sl_points_reader_points (reader);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint64));
  Look look = { survey, seen, column_of (points, SL_PARAM_SIGMA_V), column_of (points, SL_PARAM_REDSHIFT),
                0.0,    0.0 };

  do
    {
      if (!sl_points_reader_next (reader, STEP, error) || !sl_points_check (points, extrapolate, error))
        return FALSE;
      if (points->n_bad && !survey->first_bad)
        survey->first_bad = sl_points_where (points, points->first_bad);
      survey->n += points->n;
      survey->n_bad += points->n_bad;
      for (gsize i = 0; i < points->n; i++)
        if (!sl_points_is_bad (points, i))
          look_at (&look, points, i);
    }
  while (points->n > 0);
  if (survey->n > 0)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: the file contains no points"), points->path);
  return FALSE;
}

void
sl_points_survey_first (const SlPointsSurvey *survey, SlGalaxy *galaxy)
{
  if (survey->first)
    sl_points_galaxy (survey->first, 0, galaxy);
  else
    sl_galaxy_init (galaxy);
}

gboolean
sl_points_survey_varies (const SlPointsSurvey *survey, SlOptionId id)
{
  return (survey->seen[id] & (survey->seen[id] - 1)) != 0;
}

void
sl_points_survey_clear (SlPointsSurvey *survey)
{
  g_clear_pointer (&survey->first_bad, g_free);
  g_clear_pointer (&survey->first, sl_points_free);
  g_clear_pointer (&survey->broadest, sl_points_free);
  g_clear_pointer (&survey->nearest_table, sl_points_free);
}
