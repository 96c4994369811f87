/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which units the numbers of a table are: what they look like, and the table that follows from a
 * choice. */
#include "model/io/sl-mend.h"
#include "model/io/sl-table-columns.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"

/* Gyr. No universe that the parameters allow is older; simulations run a little into the future. */
#define MOST_GYR 20.0
/* The same where the user has said what the unit is. */
#define MOST_GYR_TOLD 100.0
/* Gyr. A history that ends earlier is one in another unit. */
#define LEAST_GYR 1e-5
/* lg Z of three times solar: no galaxy is richer on average, nor is any library. */
#define MOST_LGZ (-1.22)
/* lg Z of stars without metals, as 0 in a table of mass fractions is read; below all libraries. */
#define LEAST_LGZ (-6.0)
/* Mass fraction Z above which values are in solar units. */
#define MOST_Z 0.1
/* The richest stars, in units of the Sun's metals. */
#define MOST_Z_SOLAR 10.0
/* Abundances of oxygen, 12 + lg(O/H): 8.69 is that of the Sun. */
#define LEAST_OXYGEN 6.0
#define MOST_OXYGEN 9.6
/* Rates below 0 by less than this fraction of the largest come from rounding. */
#define NEGATIVE_RATE_TOLERANCE 1e-6
/* Logarithms of times: from 10^4 yr or more to about the age of the universe, in several steps that are below
 * half a dex, or that shrink, as those of equal times do. */
#define LG_YR_FIRST 4.0
#define LG_YR_LAST_LEAST 9.5
#define LG_YR_LAST_MOST 10.35
#define LG_STEP 0.5
#define LG_ROWS 5
/* Ages of stars begin later in Gyr, but here in logarithms: 10^5 yr. */
#define LG_YR_AGE_FIRST 5.0
/* A number of nines that is so much larger than all rates of a table is no rate. */
#define MARK_ABOVE 5.0
/* lg Gyr of MOST_GYR. */
#define MOST_LG_GYR 1.3
#define SECONDS_PER_YR 3.15576e7

/* Units of times: how many make a Gyr, or that of the logarithm. In the order of SlTableTimes. */
static const struct {
  const char *name; /* for people */
  double per_gyr;
  gboolean lg;
} unit_table[] = {
  { N_ ("Gyr"), 1.0, FALSE },      { N_ ("Myr"), 1e3, FALSE },
  { N_ ("years"), 1e9, FALSE },    { N_ ("seconds"), 1e9 * SECONDS_PER_YR, FALSE },
  { N_ ("lg(t/Gyr)"), 1.0, TRUE }, { N_ ("lg(t/yr)"), 1e9, TRUE },
};
G_STATIC_ASSERT (2 * G_N_ELEMENTS (unit_table) == SL_N_TABLE_TIMES);
#define N_UNITS SL_TABLE_LOOKBACK_GYR

/* --- the likely reading --------------------------------------------------- */

/* Whether a text has a word of letters. */
static gboolean
has_word (const char *text, const char *word)
{
  const gsize length = strlen (word);

  for (const char *p = text; (p = strstr (p, word)); p++)
    if ((p == text || !g_ascii_isalpha (p[-1])) && !g_ascii_isalpha (p[length]))
      return TRUE;
  return FALSE;
}

static gboolean
has_any (const char *text, const char *const *words)
{
  for (; *words; words++)
    if (has_word (text, *words))
      return TRUE;
  return FALSE;
}

static gboolean
says_logarithm (const char *head)
{
  return has_any (head, (const char *const[]) { "log", "lg", "dex", "logt", "logage", "lgage", "logz", "lgz",
                                                "logsfr", "lgsfr", NULL });
}

/* The unit that the header names, or -1. */
static int
unit_of_head (const char *head)
{
  static const struct {
    const char *const words[6];
    SlTableTimes unit;
  } table[] = {
    { { "gyr", "gyrs", "ga", NULL }, SL_TABLE_GYR },
    { { "myr", "myrs", "ma", NULL }, SL_TABLE_MYR },
    { { "yr", "yrs", "year", "years", NULL }, SL_TABLE_YR },
    { { "s", "sec", "second", "seconds", NULL }, SL_TABLE_S },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (has_any (head, table[i].words))
      return !says_logarithm (head)          ? (int) table[i].unit
             : table[i].unit == SL_TABLE_GYR ? SL_TABLE_LG_GYR
                                             : SL_TABLE_LG_YR;
  return says_logarithm (head) ? SL_TABLE_LG_YR : -1;
}

/* The unit in which the times, of which the largest is most, would be believable. */
static SlTableTimes
unit_of_size (double most)
{
  for (guint i = SL_TABLE_GYR; i < SL_TABLE_S; i++)
    if (most <= MOST_GYR * unit_table[i].per_gyr)
      return i;
  return SL_TABLE_S;
}

/* Whether times look like logarithms of years. *grid: their steps are those of a grid of stellar ages. */
static gboolean
looks_like_lg_yr (const SlTableColumns *self, gboolean *grid)
{
  const double *x = self->x;
  const guint n = self->n;
  const gboolean back = x[0] > x[1];
  gboolean shrink = TRUE;

  *grid = TRUE;
  if (n < LG_ROWS || MIN (x[0], x[n - 1]) < LG_YR_FIRST || MAX (x[0], x[n - 1]) < LG_YR_LAST_LEAST
      || MAX (x[0], x[n - 1]) > LG_YR_LAST_MOST)
    return FALSE;
  for (guint i = 1; i < n; i++)
    {
      const double step = fabs (x[i] - x[i - 1]);

      *grid &= step <= LG_STEP;
      if (i > 1)
        shrink &= back ? step > fabs (x[i - 1] - x[i - 2]) : step < fabs (x[i - 1] - x[i - 2]);
    }
  return *grid || shrink;
}

/* Whether times could be logarithms of years, and would be unusual ones in Gyr: none early, none late. */
static gboolean
could_be_lg_yr (const SlTableColumns *self)
{
  const double first = self->x[0], last = self->x[self->n - 1];

  return self->n > 2 && MIN (first, last) >= LG_YR_AGE_FIRST && MAX (first, last) <= LG_YR_LAST_MOST;
}

/* Redshifts and scale factors. */
static gboolean
names_no_time (const char *head)
{
  return has_any (head, (const char *const[]) { "redshift", "redshifts", "scale", "expansion", "z", "zred",
                                                NULL })
         || strcmp (head, "a") == 0;
}

/* The age of stars is a lookback time, that of the universe is none. */
static gboolean
names_lookback (const char *head)
{
  return has_any (head, (const char *const[]) { "lookback", "look-back", "lbt", NULL })
         || (has_any (head, (const char *const[]) { "age", "ages", NULL })
             && !has_any (head, (const char *const[]) { "universe", "cosmic", NULL }));
}

char *
sl_table_columns_guess_times (const SlTableColumns *self, SlTableTimes *times)
{
  const double *x = self->x, first = MIN (x[0], x[self->n - 1]), last = MAX (x[0], x[self->n - 1]);
  const gboolean decrease = x[0] > x[1];
  const int named = unit_of_head (self->x_head);
  gboolean lookback = names_lookback (self->x_head), grid;
  char *why = NULL;

  *times = SL_TABLE_GYR;
  if (names_no_time (self->x_head))
    return g_strdup_printf (_ ("the first line calls the times “%s”; expected times"), self->x_head);
  if (named > SL_TABLE_GYR)
    {
      why = g_strdup_printf (_ ("the first line calls the times “%s”: are they in %s?"), self->x_head,
                             _ (unit_table[named].name));
      *times = named;
    }
  else if (MAX (last, -first) > MOST_GYR)
    {
      *times = unit_of_size (MAX (last, -first));
      why = g_strdup_printf (_ ("times reach %.6g: are they in %s?"), last > -first ? last : first,
                             _ (unit_table[*times].name));
    }
  else if (looks_like_lg_yr (self, &grid) || ((grid = lookback || decrease) && could_be_lg_yr (self)))
    {
      why = g_strdup_printf (_ ("times from %.6g to %.6g: are they logarithms of years?"), first, last);
      *times = SL_TABLE_LG_YR;
      lookback |= grid;
    }
  else if (first < 0.0 && last > MOST_LG_GYR)
    return g_strdup_printf (_ ("times from %.6g to %.6g; expected times of at least 0"), first, last);
  else if (first < 0.0 && last > 0.0)
    {
      why = g_strdup_printf (_ ("times from %.6g to %.6g: are they logarithms of Gyr?"), first, last);
      *times = SL_TABLE_LG_GYR;
    }
  if (lookback && !why)
    why = g_strdup_printf (_ ("the first line calls the times “%s”: are they lookback times?"), self->x_head);
  if (first < 0.0 && last <= 0.0 && !unit_table[*times].lg)
    {
      lookback = TRUE;
      if (!why)
        why = g_strdup_printf (_ ("times from %.6g to %.6g: are they lookback times?"), x[0], x[self->n - 1]);
    }
  lookback |= decrease;
  if (decrease && !why)
    why = g_strdup_printf (_ ("times decrease from %.6g to %.6g: are they lookback times?"), x[0],
                           x[self->n - 1]);
  if (lookback)
    *times += N_UNITS;
  return why;
}

/* A number that stands for none among metals: stars may begin without any, but do not lose theirs and have
 * them again. */
static char *
guess_missing_metals (const SlTableColumns *self)
{
  guint first = 0, last = self->n;

  while (first < self->n && self->y[first] < LEAST_LGZ)
    first++;
  while (last > first && self->y[last - 1] < LEAST_LGZ)
    last--;
  for (guint i = first; i < last; i++)
    if (self->y[i] == -9.0 || sl_check_marks_missing (10.0 * self->y[i]))
      return g_strdup_printf (_ ("second column, row %u: %.6g looks like the mark of a missing value; leave "
                                 "that row out"),
                              i + 1, self->y[i]);
  return NULL;
}

/* The same in a table of rates: nines, far above all others. */
static char *
guess_missing_rates (const SlTableColumns *self)
{
  double most = 0.0;

  for (guint i = 0; i < self->n; i++)
    if (!sl_check_marks_missing (-self->y[i]))
      most = MAX (most, self->y[i]);
  for (guint i = 0; i < self->n; i++)
    if (most > 0.0 && self->y[i] > MARK_ABOVE * most && sl_check_marks_missing (-self->y[i]))
      return g_strdup_printf (_ ("second column, row %u: %.6g, where other rates reach %.4g, looks like the "
                                 "mark of a missing value; leave that row out"),
                              i + 1, self->y[i], most);
  return NULL;
}

/* The likely meaning of metals; the reason where it is not lg Z. */
static char *
guess_metals (const SlTableColumns *self, SlTableValues *values)
{
  static const char *const solar[] = {
    "zsun", "sun", "sol", "zsol", "solar", "fe", "logzsol", "lgzsol", NULL
  };
  static const char *const looks[SL_N_TABLE_VALUES] = {
    [SL_TABLE_LGZ_SOLAR] = "lg(Z/Z☉)", [SL_TABLE_Z] = "Z", [SL_TABLE_Z_SOLAR] = "Z/Z☉"
  };
  double least = INFINITY, most = -INFINITY;
  const gboolean names_sun =
      has_any (self->y_head, solar) || strstr (self->y_head, "[m/h]") || strstr (self->y_head, "☉");

  for (guint i = 0; i < self->n; i++)
    {
      least = MIN (least, self->y[i]);
      most = MAX (most, self->y[i]);
    }
  if (least >= 0.0)
    *values = most <= MOST_Z && !names_sun ? SL_TABLE_Z : SL_TABLE_Z_SOLAR;
  else
    *values = most > MOST_LGZ || names_sun ? SL_TABLE_LGZ_SOLAR : SL_TABLE_AS_IS;
  if (least >= LEAST_OXYGEN && most <= MOST_OXYGEN)
    return g_strdup_printf (_ ("values from %.4g to %.4g look like 12 + lg(O/H); expected lg Z"), least,
                            most);
  if (least >= 0.0 && most > MOST_Z_SOLAR)
    return g_strdup_printf (_ ("values reach %.6g, which is no metallicity; expected lg Z, below 0"), most);
  if (*values == SL_TABLE_AS_IS)
    return guess_missing_metals (self);
  return g_strdup_printf (_ ("values from %.4g to %.4g look like %s, not lg Z"), least, most, looks[*values]);
}

char *
sl_table_columns_guess_values (const SlTableColumns *self, SlTableKind kind, SlTableValues *values)
{
  *values = SL_TABLE_AS_IS;
  if (kind == SL_TABLE_OF_METALS)
    return guess_metals (self, values);
  return !says_logarithm (self->y_head)
             ? guess_missing_rates (self)
             : g_strdup_printf (_ ("the first line calls the rates “%s”; expected rates, not logarithms"),
                                self->y_head);
}

/* --- the table that follows ----------------------------------------------- */

static gboolean fail (const SlTableColumns *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
fail (const SlTableColumns *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, SL_ERROR_DATA, "%s: %s", self->path, what);
  return FALSE;
}

static void G_GNUC_PRINTF (2, 3) tell (GString *notes, const char *format, ...)
{
  va_list args;

  if (!notes)
    return;
  va_start (args, format);
  g_string_append_vprintf (notes, format, args);
  va_end (args);
  g_string_append_c (notes, '\n');
}

/* Gyr since the Big Bang, or minus lookback times in Gyr, in the file's order. */
static gboolean
convert_times (const SlTableColumns *self, SlTableTimes times, double *x, GError **error)
{
  const guint unit = times % N_UNITS;
  const gboolean lookback = sl_table_times_lookback (times);
  /* Lookback times may be written as negative numbers. */
  const double sign =
      lookback && !unit_table[unit].lg && self->x[0] <= 0.0 && self->x[self->n - 1] <= 0.0 ? -1.0 : 1.0;
  double most = -INFINITY;

  for (guint i = 0; i < self->n; i++)
    {
      const double t =
          (unit_table[unit].lg ? pow (10.0, self->x[i]) : sign * self->x[i]) / unit_table[unit].per_gyr;

      if (!(t >= 0.0))
        return fail (self, error, _ ("row %u: expected a time of at least 0, found %.6g"), i + 1, self->x[i]);
      most = MAX (most, t);
      x[i] = lookback ? 0.0 - t : t;
    }
  if (most > MOST_GYR_TOLD || most < LEAST_GYR)
    return fail (self, error, _ ("read as “%s” (%s), the times reach %.4g Gyr; expected %g to %g Gyr"),
                 _ (sl_table_times_title (times)), sl_table_times_name (times), most, LEAST_GYR,
                 MOST_GYR_TOLD);
  return TRUE;
}

/* Times that make sense as they are, and would as logarithms: it is said how they were read. */
static void
tell_late_start (const SlTableColumns *self, SlTableKind kind, SlTableTimes times, GString *notes)
{
  const char *setting = kind == SL_TABLE_OF_RATES ? "sfh_table_times" : "metals_table_times";

  if (times == SL_TABLE_GYR && could_be_lg_yr (self) && (kind != SL_TABLE_OF_RATES || self->y[0] > 0.0))
    tell (notes,
          _ ("%s: first column: times from %.4g to %.4g were read as Gyr since the Big Bang; if they are "
             "logarithms of years, %s=lg_yr or lookback_lg_yr says so"),
          self->name, self->x[0], self->x[self->n - 1], setting);
}

/* lg Z of a table of metals. */
static gboolean
convert_metals (const SlTableColumns *self, SlTableValues values, double zsun, double *y, GString *notes,
                GError **error)
{
  guint n_zero = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const double value = self->y[i], scale = values == SL_TABLE_Z_SOLAR ? zsun : 1.0;

      if (values == SL_TABLE_AS_IS)
        y[i] = value;
      else if (values == SL_TABLE_LGZ_SOLAR)
        y[i] = value + log10 (zsun);
      else if (value < 0.0)
        return fail (self, error, _ ("row %u: expected metals of at least 0, found %.6g"), i + 1, value);
      else
        y[i] = log10 (MAX (value * scale, pow (10.0, LEAST_LGZ)));
      n_zero += values != SL_TABLE_AS_IS && y[i] <= LEAST_LGZ;
      if (!(y[i] < 0.0))
        return fail (self, error, _ ("row %u: read as “%s” (%s), %.6g means more metals than mass"), i + 1,
                     _ (sl_table_values_title (values)), sl_table_values_name (values), value);
    }
  if (n_zero)
    tell (notes, _ ("%s: metals of 0 were read as lg Z = %g; rows: %u"), self->name, LEAST_LGZ, n_zero);
  return TRUE;
}

/* Rates as in the file, without what rounding has put below 0. */
static void
convert_rates (const SlTableColumns *self, double *y, GString *notes)
{
  double most = 0.0;
  guint n_clipped = 0;

  for (guint i = 0; i < self->n; i++)
    most = MAX (most, self->y[i]);
  for (guint i = 0; i < self->n; i++)
    {
      const gboolean clipped = self->y[i] < 0.0 && self->y[i] >= -NEGATIVE_RATE_TOLERANCE * most;

      y[i] = clipped ? 0.0 : self->y[i];
      n_clipped += clipped;
    }
  if (n_clipped)
    tell (notes, _ ("%s: rates that rounding had put below 0 were read as 0; rows: %u"), self->name,
          n_clipped);
}

const SlTable *
sl_table_columns_convert (const SlTableColumns *self, SlTableKind kind, SlTableReading reading, double zsun,
                          GString *notes, GError **error)
{
  /* One more: the rate of today. */
  g_autofree double *x = g_new0 (double, self->n + 1), *y = g_new0 (double, self->n + 1);
  guint n = self->n;

  if (!convert_times (self, reading.times, x, error))
    return NULL;
  tell_late_start (self, kind, reading.times, notes);
  if (kind == SL_TABLE_OF_RATES)
    convert_rates (self, y, notes);
  else if (!convert_metals (self, reading.values, zsun, y, notes, error))
    return NULL;
  if (x[0] > x[1])
    {
      sl_mend_reverse (x, n);
      sl_mend_reverse (y, n);
    }
  /* Lookback times often start at the middle of a first bin. */
  if (kind == SL_TABLE_OF_RATES && sl_table_times_lookback (reading.times) && x[n - 1] < 0.0
      && n < SL_TABLE_MAX && -x[n - 1] <= x[n - 1] - x[n - 2])
    {
      y[n] = y[n - 1];
      tell (notes, _ ("%s: the rate at the shortest lookback time, %.4g Gyr, also holds after it"),
            self->name, -x[n - 1]);
      n++;
    }
  return sl_table_intern_read (self->name, x, y, n, reading.times, reading.values, error);
}
