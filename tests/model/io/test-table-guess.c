/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables in other units: what they look like, and that they become the same table once it is known. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "model/io/sl-hdf5.h"
#include "model/io/sl-table-columns.h"
#include "model/sfh/sl-sfh-table.h"
#include "model/support/sl-error.h"
#include "tests/model/io/io-fixture.h"

/* Numbers are written with 17 digits, and logarithms taken back. */
#define SAME 1e-12
/* Gyr, for a galaxy seen at 13.9 Gyr, by quadrature of straight lines; with the rate of the shortest
 * lookback time until then. */
#define MEAN_AGE 8.569439
#define MEAN_AGE_BACK 8.540973
#define ZSUN 0.0142
enum { N = 30 };

/* A history t exp (-t / 3) from 0.2 to 13.7 Gyr, and metals that rise with time. */
static double time_of (guint i) { return 0.2 + 13.5 * i / (N - 1); }
static double rate_of (guint i) { return time_of (i) * exp (-time_of (i) / 3.0); }
static double lgz_of (guint i) { return -2.6 + 0.9 * i / (N - 1); }

static double plain (double x) { return x; }
static double myr (double t) { return t * 1e3; }
static double yr (double t) { return t * 1e9; }
static double seconds (double t) { return t * 3.15576e16; }
static double lg_gyr (double t) { return log10 (t); }
static double lg_yr (double t) { return 9.0 + log10 (t); }
static double minus (double t) { return -t; }

/* Writes a table. back: in lookback time from 13.9 Gyr. turned: the last row first. */
static char *
write_table (const char *head, double (*time) (double t), gboolean back, gboolean turned,
             double (*value) (double y), gboolean metals)
{
  char *path = io_path ("units.csv");
  g_autoptr (GString) text = g_string_new (head);
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint k = 0; k < N; k++)
    {
      const guint i = (turned != back) ? N - 1 - k : k;
      const double t = back ? 13.9 - time_of (i) : time_of (i);

      g_string_append_printf (text, "%s,%s\n", g_ascii_dtostr (x, sizeof x, time (t)),
                              g_ascii_dtostr (y, sizeof y, value (metals ? lgz_of (i) : rate_of (i))));
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

static SlTableColumns *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  SlTableColumns *columns = sl_table_columns_load (path, &error);

  g_assert_no_error (error);
  return columns;
}

static void
test_times (void)
{
  static const struct {
    const char *head;
    double (*time) (double t);
    gboolean back, turned;
    SlTableTimes times;
    const char *says; /* NULL: a plain table */
    gboolean hidden;  /* the numbers look like a plain table */
  } table[] = {
    { "", plain, FALSE, FALSE, SL_TABLE_GYR, NULL, FALSE },
    { "t [Gyr],SFR [Msun/yr]\n", plain, FALSE, FALSE, SL_TABLE_GYR, NULL, FALSE },
    { "age of the universe / Gyr,SFR\n", plain, FALSE, FALSE, SL_TABLE_GYR, NULL, FALSE },
    { "", myr, FALSE, FALSE, SL_TABLE_MYR, "times reach 13700: are they in Myr?", FALSE },
    { "", yr, FALSE, FALSE, SL_TABLE_YR, "in years?", FALSE },
    { "", seconds, FALSE, FALSE, SL_TABLE_S, "in seconds?", FALSE },
    { "", lg_gyr, FALSE, FALSE, SL_TABLE_LG_GYR, "logarithms of Gyr?", FALSE },
    { "", lg_yr, FALSE, FALSE, SL_TABLE_LG_YR, "logarithms of years?", FALSE },
    { "", plain, TRUE, TRUE, SL_TABLE_LOOKBACK_GYR, "decrease from 13.7 to 0.2: are they lookback", FALSE },
    { "", minus, TRUE, TRUE, SL_TABLE_LOOKBACK_GYR, "from -13.7 to -0.2: are they lookback times?", FALSE },
    { "", myr, TRUE, TRUE, SL_TABLE_LOOKBACK_MYR, "are they in Myr?", FALSE },
    { "lookback time (Gyr),SFR\n", plain, TRUE, FALSE, SL_TABLE_LOOKBACK_GYR, "lookback times?", FALSE },
    { "stellar age [Myr],SFR\n", myr, TRUE, FALSE, SL_TABLE_LOOKBACK_MYR, "in Myr?", FALSE },
    { "log(age/yr),SFR\n", lg_yr, TRUE, FALSE, SL_TABLE_LOOKBACK_LG_YR, "lg(t/yr)?", FALSE },
    /* In lookback time without a word: it stays cosmic time unless the user says so. */
    { "", plain, TRUE, FALSE, SL_TABLE_LOOKBACK_GYR, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path =
          write_table (table[i].head, table[i].time, table[i].back, table[i].turned, plain, FALSE);
      g_autoptr (SlTableColumns) columns = load (path);
      g_autoptr (GError) error = NULL;
      SlTableReading reading = { 0 };
      g_autofree char *why = sl_table_columns_guess_times (columns, &reading.times);
      g_autofree char *of_values =
          sl_table_columns_guess_values (columns, SL_TABLE_OF_RATES, &reading.values);
      const SlTable *got;
      SlSfhTableSummary s;

      g_test_message ("%u: %s", i, why ? why : "plain");
      g_assert_null (of_values);
      if (table[i].says)
        g_assert_nonnull (strstr (why ? why : "", table[i].says));
      else
        g_assert_null (why);
      g_assert_cmpint (reading.times, ==, table[i].hidden ? SL_TABLE_GYR : table[i].times);
      reading.times = table[i].times;
      got = sl_table_columns_convert (columns, SL_TABLE_OF_RATES, reading, 0.02, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (got->times, ==, table[i].times);
      g_assert_true (got->lookback == table[i].back);
      /* The rate of the shortest lookback time goes on until 0. */
      g_assert_cmpuint (got->n, ==, table[i].back ? N + 1 : N);
      for (guint k = 0; k < N; k++)
        {
          const double t = time_of (k) - (table[i].back ? 13.9 : 0.0);

          g_assert_cmpfloat_with_epsilon (got->x[k], t, SAME * 14.0);
          g_assert_cmpfloat_with_epsilon (got->y[k], rate_of (k), SAME);
        }
      sl_sfh_table_summary (got, 13.9, &s);
      g_assert_cmpfloat_with_epsilon (s.mean_age, table[i].back ? MEAN_AGE_BACK : MEAN_AGE, 1e-5);
    }
}

/* Read in a way that gives no times, or by other means than logarithms of positive numbers. */
static void
test_wrong_times (void)
{
  g_autofree char *path = write_table ("", myr, FALSE, FALSE, plain, FALSE);
  g_autoptr (SlTableColumns) columns = load (path);
  static const struct { SlTableTimes times; const char *says; } table[] = {
    { SL_TABLE_GYR, "times reach 1.37e+04 Gyr" },
    { SL_TABLE_S, "times reach 4.341e-13 Gyr" },
    { SL_TABLE_LG_YR, "times reach inf Gyr" },
    { SL_TABLE_LOOKBACK_GYR, "times reach 1.37e+04 Gyr" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sl_table_columns_convert (columns, SL_TABLE_OF_RATES,
                                               (SlTableReading) { .times = table[i].times }, 0.02, NULL,
                                               &error));
      io_assert_error (&error, SL_ERROR_DATA, "units.csv", table[i].says);
    }
}

static double lgz_solar (double y) { return y - log10 (ZSUN); }
static double z (double y) { return pow (10.0, y); }
static double z_solar (double y) { return pow (10.0, y) / ZSUN; }

static void
test_metals (void)
{
  static const struct {
    const char *head;
    double (*value) (double y);
    SlTableValues values;
    const char *says;
  } table[] = {
    { "", plain, SL_TABLE_AS_IS, NULL },
    { "t,log Z\n", plain, SL_TABLE_AS_IS, NULL },
    { "", lgz_solar, SL_TABLE_LGZ_SOLAR, "look like lg(Z/Z☉), not lg Z" },
    { "t [Gyr],[M/H]\n", lgz_solar, SL_TABLE_LGZ_SOLAR, "look like lg(Z/Z☉)" },
    { "", z, SL_TABLE_Z, "look like Z, not lg Z" },
    { "", z_solar, SL_TABLE_Z_SOLAR, "look like Z/Z☉, not lg Z" },
    { "t,Z/Zsun\n", z_solar, SL_TABLE_Z_SOLAR, "look like Z/Z☉, not lg Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = write_table (table[i].head, plain, FALSE, FALSE, table[i].value, TRUE);
      g_autoptr (SlTableColumns) columns = load (path);
      g_autoptr (GError) error = NULL;
      SlTableReading reading = { 0 };
      g_autofree char *why = sl_table_columns_guess_values (columns, SL_TABLE_OF_METALS, &reading.values);
      const SlTable *got;

      g_assert_cmpint (reading.values, ==, table[i].values);
      if (table[i].says)
        g_assert_nonnull (strstr (why ? why : "", table[i].says));
      else
        g_assert_null (why);
      got = sl_table_columns_convert (columns, SL_TABLE_OF_METALS, reading, ZSUN, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (got->values, ==, table[i].values);
      for (guint k = 0; k < N; k++)
        g_assert_cmpfloat_with_epsilon (got->y[k], lgz_of (k), SAME);
    }
}

/* What a user is told of numbers that were changed, and what cannot be. */
static void
test_changes (void)
{
  static const struct {
    const char *text;
    SlTableKind kind;
    SlTableValues values;
    const char *tells, *fails;
  } table[] = {
    { "0.5 1\n1 -1e-9\n2 3\n", SL_TABLE_OF_RATES, SL_TABLE_AS_IS, "read as 0; rows: 1", NULL },
    { "0.5 0\n1 0.01\n2 0.02\n", SL_TABLE_OF_METALS, SL_TABLE_Z, "read as lg Z = -6; rows: 1", NULL },
    { "0.5 -0.1\n1 0.01\n", SL_TABLE_OF_METALS, SL_TABLE_Z, NULL, "row 1: expected metals of at least 0" },
    { "0.5 0.1\n1 60\n", SL_TABLE_OF_METALS, SL_TABLE_Z_SOLAR, NULL, "row 2" },
    { "0.5 0.5\n1 0.3\n", SL_TABLE_OF_METALS, SL_TABLE_AS_IS, NULL, "more metals than mass" },
    { "-1 0.5\n1 0.3\n", SL_TABLE_OF_RATES, SL_TABLE_AS_IS, NULL, "row 1: expected a time of at least 0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = io_path ("changes.csv");
      g_autoptr (SlTableColumns) columns = NULL;
      g_autoptr (GString) notes = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      const SlTable *got;

      g_assert_true (g_file_set_contents (path, table[i].text, -1, NULL));
      columns = load (path);
      got = sl_table_columns_convert (columns, table[i].kind, (SlTableReading) { .values = table[i].values },
                                      0.02, notes, &error);
      if (table[i].fails)
        {
          g_assert_null (got);
          io_assert_error (&error, SL_ERROR_DATA, "changes.csv", table[i].fails);
          continue;
        }
      g_assert_no_error (error);
      g_assert_nonnull (strstr (notes->str, table[i].tells));
      for (guint k = 0; k < got->n && table[i].kind == SL_TABLE_OF_RATES; k++)
        g_assert_cmpfloat (got->y[k], >=, 0.0);
    }
}

/* Units that an HDF5 file states, and names of columns that are no times or rates. */
static void
test_stated (void)
{
  static const double t[] = { 0.5, 1.0, 9.0 };
  g_autofree char *path = io_path ("stated.h5"), *why = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTableColumns) columns = NULL;
  SlH5 *file = sl_h5_create (path, &error);
  const gsize n = 3;
  SlTableTimes times;

  sl_h5_write_double (file, "t", 1, &n, t, &error);
  sl_h5_write_double (file, "sfr", 1, &n, t, &error);
  sl_h5_set_attribute_string (file, "t", "units", "Myr", &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_commit (file, &error));
  sl_h5_close (file);
  columns = load (path);
  why = sl_table_columns_guess_times (columns, &times);
  g_assert_cmpint (times, ==, SL_TABLE_MYR);
  g_assert_nonnull (strstr (why, "Myr"));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = io_path ("heads.csv"), *doubt = NULL;
      g_autoptr (SlTableColumns) named = NULL;
      SlTableValues values;

      g_assert_true (g_file_set_contents (
          text, i ? "t,log SFR\n0.5,1\n1,2\n" : "redshift,SFR\n0.5,1\n1,2\n", -1, NULL));
      named = load (text);
      doubt = i ? sl_table_columns_guess_values (named, SL_TABLE_OF_RATES, &values)
                : sl_table_columns_guess_times (named, &times);
      g_assert_nonnull (strstr (doubt ? doubt : "", i ? "not logarithms" : "“redshift”; expected times"));
    }
}

/* Logarithms on a grid are ages of stars; whole Gyr are none. */
static void
test_grid_of_ages (void)
{
  static const struct { const char *text; SlTableTimes times; } table[] = {
    { "6 1\n6.5 1\n7 2\n7.5 1\n8 1\n8.5 1\n9 3\n9.5 1\n10 2\n10.1 1\n", SL_TABLE_LOOKBACK_LG_YR },
    { "5 1\n6 1\n7 2\n8 1\n9 1\n10 1\n", SL_TABLE_GYR },
    { "0.1 1\n5 1\n10.1 2\n", SL_TABLE_GYR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = io_path ("ages.csv"), *why = NULL;
      g_autoptr (SlTableColumns) columns = NULL;
      SlTableTimes times;

      g_assert_true (g_file_set_contents (path, table[i].text, -1, NULL));
      columns = load (path);
      why = sl_table_columns_guess_times (columns, &times);
      g_assert_cmpint (times, ==, table[i].times);
      g_assert_true ((why != NULL) == (times != SL_TABLE_GYR));
    }
}

/* Ends of tables in the light of when the galaxy is seen. */
static void
test_notes (void)
{
  static const double x[] = { 1.0, 10.0 }, back[] = { -10.0, 0.0 }, y[] = { 1.0, 1.0 };
  const SlTable *early = sl_table_intern ("early.csv", x, y, 2, NULL);
  const SlTable *old =
      sl_table_intern_read ("old.csv", back, y, 2, SL_TABLE_LOOKBACK_GYR, SL_TABLE_AS_IS, NULL);
  g_autofree char *ends = sl_sfh_table_note (early, 12.5), *none = sl_sfh_table_note (early, 10.0),
                  *before = sl_sfh_table_note (old, 8.0), *within = sl_sfh_table_note (old, 10.0);
  SlSfhTableSummary s;

  g_assert_nonnull (strstr (ends, "early.csv: the table ends at 10 Gyr, 2.5 Gyr before the galaxy is seen"));
  g_assert_null (none);
  g_assert_nonnull (strstr (before, "old.csv: 20 % of the stars in the table would be older than"));
  g_assert_null (within);
  sl_sfh_table_summary (early, 12.5, &s);
  g_assert_cmpfloat_with_epsilon (s.mean_age, 7.0, SAME * 10.0);
  sl_sfh_table_summary (early, 4.0, &s);
  g_assert_cmpfloat_with_epsilon (s.mean_age, 1.5, SAME * 10.0);
  sl_sfh_table_summary (early, 0.5, &s);
  g_assert_true (isnan (s.mean_age));
  sl_sfh_table_summary (old, 8.0, &s);
  g_assert_cmpfloat_with_epsilon (s.mean_age, 4.0, SAME * 10.0);
  g_assert_cmpfloat_with_epsilon (s.early, 0.2, SAME);
}

static void
test_names (void)
{
  for (guint i = 0; i < SL_N_TABLE_TIMES; i++)
    {
      g_assert_cmpint (sl_table_times_lookup (sl_table_times_name (i)), ==, i);
      g_assert_true (sl_table_times_lookback (i) == g_str_has_prefix (sl_table_times_name (i), "lookback"));
    }
  for (guint i = 0; i < SL_N_TABLE_VALUES; i++)
    g_assert_cmpint (sl_table_values_lookup (sl_table_values_name (i)), ==, i);
  g_assert_cmpint (sl_table_times_lookup ("Myr"), ==, SL_TABLE_MYR);
  g_assert_cmpint (sl_table_times_lookup ("month"), ==, -1);
  g_assert_cmpint (sl_table_values_lookup (NULL), ==, -1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table-guess/times", test_times);
  g_test_add_func ("/table-guess/wrong-times", test_wrong_times);
  g_test_add_func ("/table-guess/metals", test_metals);
  g_test_add_func ("/table-guess/changes", test_changes);
  g_test_add_func ("/table-guess/stated", test_stated);
  g_test_add_func ("/table-guess/grid-of-ages", test_grid_of_ages);
  g_test_add_func ("/table-guess/notes", test_notes);
  g_test_add_func ("/table-guess/names", test_names);
  status = g_test_run ();
  io_remove_folder ();
  return status;
}
