/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-check.h"

#include <float.h>
#include <math.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

void
sl_check_fail (GError **error, const char *file, const char *dataset, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, "%s: %s: %s", file, dataset, what);
}

gboolean
sl_check_length (const char *file, const char *dataset, gsize n, gsize least, GError **error)
{
  if (n >= least)
    return TRUE;
  sl_check_fail (error, file, dataset,
                 _ ("expected at least %zu values, found %zu"), least, n);
  return FALSE;
}

gboolean
sl_check_increasing (const char *file, const char *dataset, const double *x, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (x[i]))
        {
          sl_check_fail (error, file, dataset,
                         _ ("expected finite values, found %g at index %zu"), x[i], i);
          return FALSE;
        }
      if (i > 0 && !(x[i] > x[i - 1]))
        {
          sl_check_fail (error, file, dataset,
                         _ ("expected strictly increasing values, found %.9g after %.9g at index %zu"), x[i],
                         x[i - 1], i);
          return FALSE;
        }
    }
  return TRUE;
}

static void
range_fail (GError **error, const char *file, const char *dataset, double x, gsize i, double lo, double hi)
{
  if (!isfinite (x))
    sl_check_fail (error, file, dataset, _ ("expected finite values, found %g at index %zu"), x,
                   i);
  else if (lo == G_MINDOUBLE && isinf (hi))
    sl_check_fail (error, file, dataset, _ ("expected values above 0, found %.9g at index %zu"),
                   x, i);
  else if (isinf (hi))
    sl_check_fail (error, file, dataset,
                   _ ("expected values of at least %g, found %.9g at index %zu"), lo, x, i);
  else
    sl_check_fail (error, file, dataset,
                   _ ("expected values from %g to %g, found %.9g at index %zu"), lo, hi, x, i);
}

/* Counts first, and looks for the wrong entry only if there is one: the counting loop has no early exit, so
 * that it vectorises over cubes of millions. */
#define DEFINE_CHECK_RANGE(NAME, TYPE, LARGEST)                                                              \
  gboolean NAME (const char *file, const char *dataset, const TYPE *x, gsize n, TYPE lo, TYPE hi,            \
                 GError **error)                                                                             \
  {                                                                                                          \
    TYPE low = MAX (lo, -LARGEST), high = MIN (hi, LARGEST);                                                 \
    gsize bad = 0;                                                                                           \
    for (gsize i = 0; i < n; i++)                                                                            \
      bad += !((x[i] >= low) & (x[i] <= high));                                                              \
    if (bad == 0)                                                                                            \
      return TRUE;                                                                                           \
    gsize at = 0;                                                                                            \
    while (at + 1 < n && x[at] >= low && x[at] <= high)                                                      \
      at++;                                                                                                  \
    range_fail (error, file, dataset, x[at], at, lo, hi);                                                    \
    return FALSE;                                                                                            \
  }

DEFINE_CHECK_RANGE (sl_check_range, double, DBL_MAX)
DEFINE_CHECK_RANGE (sl_check_range_float, float, FLT_MAX)

/* Largest number that is one; beyond are the fill values of file formats (1e20, 9.97e36). */
#define LARGEST_NUMBER 1e20
/* In binary fractions -99.9 is not quite a multiple of its last digit. */
#define MARK_TOLERANCE 1e-6

gboolean
sl_check_marks_missing (double value)
{
  const double size = fabs (value);

  if (!(size < LARGEST_NUMBER))
    return TRUE;
  if (!(value < 0.0))
    return FALSE;
  /* 99, 999, … and with nines after the point: one less than a power of ten, or less a fraction of nines. */
  for (double power = 100.0; power <= 1e6; power *= 10.0)
    for (double last = 1.0; last >= 0.01; last *= 0.1)
      if (fabs (size - (power - last)) < MARK_TOLERANCE * power)
        return TRUE;
  return FALSE;
}

gboolean
sl_check_names_missing (const char *text)
{
  static const char *const names[] = { "", "nan", "na", "n/a", "null", "none", "missing", "-", "--", "..." };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (text, names[i]) == 0)
      return TRUE;
  return FALSE;
}
