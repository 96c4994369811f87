/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in other units than the program's: a command refuses them, names what they look like and the
 * option that reads them so; with this option the numbers are those of the right file. */
#include <math.h>

#include "model/galaxy/sl-parameters.h"
#include "tests/app/commands/commands.h"

#define OBSERVABLES " --observables age_mass,rest:LSST/g-r,lgsfr,lgz_mass"
enum { N_OBS = 4, N_ROWS = 138 };
/* Gyr. The history t exp (-t/2) as eval dates it, with the ages of the library. */
#define MEAN_AGE 9.9
#define MEAN_AGE_MIRRORED 4.0
#define NEAR_AGE 0.12
/* Rates and metals that are written with 17 digits, and times in logarithms. */
#define SAME 1e-9

static char *grid;

static double plain (double x) { return x; }
static double myr (double t) { return t * 1e3; }
static double yr (double t) { return t * 1e9; }
static double seconds (double t) { return t * 3.15576e16; }
static double lg_yr (double t) { return 9.0 + log10 (t); }
static double z_solar (double lgz) { return pow (10.0, lgz) / 0.02; }
static double lgz_solar (double lgz) { return lgz - log10 (0.02); }
static double z (double lgz) { return pow (10.0, lgz); }

typedef struct {
  const char *name, *head, *separator, *end;
  double (*time) (double t), (*value) (double y);
  gboolean metals, back, comma;
  double last;            /* Gyr */
} Table;

static void
write_table (const Table *table)
{
  g_autoptr (GString) text = g_string_new (table->head);

  for (guint i = 0; i < N_ROWS; i++)
    {
      const double t = 0.01 + 13.69 * i / (N_ROWS - 1), at = table->back ? 13.71 - t : t;
      const double y = table->metals ? -2.2 + 0.4 * i / (N_ROWS - 1) : at * exp (-at / 2.0);
      char a[G_ASCII_DTOSTR_BUF_SIZE], b[G_ASCII_DTOSTR_BUF_SIZE];
      const gsize start = text->len;

      if (t > table->last)
        break;
      g_string_append (text, g_ascii_dtostr (a, sizeof a, (table->time ? table->time : plain) (t)));
      g_string_append (text, table->separator ? table->separator : ",");
      g_string_append (text, g_ascii_dtostr (b, sizeof b, (table->value ? table->value : plain) (y)));
      for (gsize k = start; table->comma && k < text->len; k++)
        if (text->str[k] == '.')
          text->str[k] = ',';
      g_string_append (text, table->end ? table->end : "\n");
    }
  write_file (table->name, text->str);
}

/* Runs eval for one galaxy at redshift 0 and returns the observables. tells: text on standard error; NULL:
 * nothing is there. */
static double *
evaluate (const char *more, const char *tells)
{
  g_autofree char *command = g_strdup_printf (
      "eval --points @/one.csv --out @/out.h5 --grid %s" OBSERVABLES "%s", grid, more);
  g_auto (Run) r = run (command);
  gsize dims[8] = { 1, N_OBS };

  if (r.status != 0 || !tells != !*r.err)
    g_error ("%s: status %d: %s", command, r.status, r.err);
  if (tells)
    assert_has (r.err, tells);
  return read_doubles ("out.h5", "/values", 2, dims);
}

static void
refuse (const char *more, const char *file, const char *why, const char *cure)
{
  g_autofree char *command =
      g_strdup_printf ("eval --points @/one.csv --out @/no.h5 --grid %s" OBSERVABLES "%s", grid, more);

  assert_fails (command, 1, file, why, cure ? cure : "", NULL);
  assert_absent ("no.h5");
}

static void
assert_same (const double *a, const double *b)
{
  for (guint o = 0; o < N_OBS; o++)
    g_assert_cmpfloat_with_epsilon (a[o], b[o], SAME * MAX (1.0, fabs (a[o])));
}

static void
test_histories (void)
{
  static const struct {
    Table table;
    const char *times;    /* the option that reads it */
    const char *why;      /* the doubt without it; NULL: it is read */
    const char *tells;
    double age;
  } cases[] = {
    { { "sfh-myr.csv", .time = myr, .last = 14 }, "myr", "times reach 13700: are they in Myr?", "ends at" },
    { { "sfh-yr.csv", .time = yr, .last = 14 }, "yr", "times reach 1.37e+10: are they in years", "ends at" },
    { { "sfh-s.csv", .time = seconds, .last = 14 }, "s", "are they in seconds?", "ends at" },
    { { "sfh-lg.csv", .time = lg_yr, .last = 14 }, "lg_yr", "are they logarithms of years?", "ends at" },
    { { "sfh-bom.csv", "\xef\xbb\xbft [Myr];SFR\r\n", ";", "\r\n", .time = myr, .comma = TRUE, .last = 14 },
      "myr", "are they in Myr?", "decimal commas" },
    { { "sfh-mac.csv", .end = "\r", .last = 14 }, "gyr", NULL, "ends at 13" },
    { { "sfh-blanks.csv", "# a galaxy\n", "  ", .comma = TRUE, .last = 14 }, "gyr", NULL, "decimal commas" },
    { { "sfh-back.csv", .back = TRUE, .last = 14 }, "lookback_gyr", NULL, "shortest lookback time", 9.9 },
    { { "sfh-back-myr.csv", .time = myr, .back = TRUE, .last = 14 }, "lookback_myr", "are they in Myr?",
      "shortest lookback time", 9.9 },
    { { "sfh-back-named.csv", "age (Gyr), SFR\n", .back = TRUE, .last = 14 }, "lookback_gyr",
      "are they lookback times?", "shortest lookback time", 9.9 },
    { { "sfh-mirrored.csv", .back = TRUE, .last = 14 }, "gyr", NULL, "ends at 13", MEAN_AGE_MIRRORED },
    { { "sfh-early.csv", .last = 12.75 }, "gyr", NULL, "1.1 Gyr before the galaxy is seen", 9.94 },
  };
  const Table good = { "sfh-right.csv", .last = 14 };
  g_autofree double *right = NULL;

  write_table (&good);
  right = evaluate (" --set sfh_table=@/sfh-right.csv", "ends at 13");
  g_assert_cmpfloat_with_epsilon (right[0], MEAN_AGE, NEAR_AGE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *set = g_strdup_printf (" --set sfh_table=@/%s", cases[i].table.name);
      g_autofree char *told = g_strdup_printf ("%s --set sfh_table_times=%s", set, cases[i].times);
      /* Nothing in numbers that increase tells lookback times. */
      const gboolean hidden = cases[i].table.back && !cases[i].table.head;
      g_autofree char *cure = g_strdup_printf ("--set sfh_table_times=%s reads them so",
                                               cases[i].times + (hidden ? strlen ("lookback_") : 0));
      g_autofree double *got = NULL;

      g_test_message ("%s", cases[i].table.name);
      write_table (&cases[i].table);
      if (cases[i].why)
        refuse (set, cases[i].table.name, cases[i].why, cure);
      else
        g_free (evaluate (set, cases[i].table.back ? "ends at 13" : cases[i].tells));
      got = evaluate (told, cases[i].tells);
      if (cases[i].age > 0.0)
        g_assert_cmpfloat_with_epsilon (got[0], cases[i].age, NEAR_AGE);
      else
        assert_same (got, right);
    }
  /* Said wrongly, said of nothing, said in unknown words. */
  refuse (" --set sfh_table=@/sfh-myr.csv --set sfh_table_times=gyr", "sfh-myr.csv",
          "times reach 1", NULL);
  refuse (" --set sfh_table_times=myr", "sfh_table_times", "sfh_table is not set", NULL);
  refuse (" --set sfh_table=@/sfh-myr.csv --set sfh_table_times=kyr", "kyr", "lookback_myr", NULL);
  write_file ("sfh-column.csv", "0,5\n1,5\n2,5\n");
  refuse (" --set sfh_table=@/sfh-column.csv", "sfh-column.csv", "decimal comma", NULL);
}

/* A lookback table holds for every redshift, and the output is an input that gives the same. */
static void
test_lookback_again (void)
{
  const Table table = { "back.csv", .time = myr, .back = TRUE, .last = 8 };
  g_autofree double *first = NULL, *second = NULL, *t = NULL;
  gsize dims[8] = { 2, N_OBS }, n[8] = { 0 };
  g_autofree char *command =
      g_strdup_printf ("eval --points @/two.csv --out @/first.h5 --grid %s" OBSERVABLES
                       " --set sfh_table=@/back.csv --set sfh_table_times=lookback_myr", grid);
  g_autofree char *again =
      g_strdup_printf ("eval --points @/first.h5 --out @/second.h5 --grid %s" OBSERVABLES, grid);

  write_table (&table);
  write_file ("two.csv", "redshift\n0.1\n0.4\n");
  {
    g_auto (Run) r = run (command);

    g_assert_cmpint (r.status, ==, 0);
  }
  assert_works (again);
  first = read_doubles ("first.h5", "/values", 2, dims);
  second = read_doubles ("second.h5", "/values", 2, dims);
  g_assert_cmpmem (first, 2 * N_OBS * sizeof *first, second, 2 * N_OBS * sizeof *second);
  g_assert_cmpfloat_with_epsilon (first[0], first[N_OBS], 1e-6);
  t = read_doubles ("second.h5", "/sfh_table/t", 1, n);
  g_assert_cmpfloat (t[0], ==, 0.0);
  g_assert_cmpfloat (t[1], <, t[2]);
}

static void
test_metals (void)
{
  static const struct { Table table; const char *values, *why; } cases[] = {
    { { "metals-lgz-solar.csv", .value = lgz_solar, .metals = TRUE, .last = 14 },
      "lgz_solar",
      "look like lg(Z/Z☉)" },
    { { "metals-z.csv", .value = z, .metals = TRUE, .last = 14 }, "z", "look like Z, not lg Z" },
    { { "metals-z-solar.csv", .value = z_solar, .metals = TRUE, .last = 14 }, "z_solar", "look like Z/Z☉" },
  };
  const Table good = { "metals-right.csv", .metals = TRUE, .last = 14 };
  g_autofree double *right = NULL;

  write_table (&good);
  right = evaluate (" --set metals_table=@/metals-right.csv", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *set = g_strdup_printf (" --set metals_table=@/%s", cases[i].table.name);
      g_autofree char *told = g_strdup_printf ("%s --set metals_table_values=%s", set, cases[i].values);
      g_autofree char *cure = g_strdup_printf ("--set metals_table_values=%s reads them so", cases[i].values);
      g_autofree double *got = NULL;

      write_table (&cases[i].table);
      refuse (set, cases[i].table.name, cases[i].why, cure);
      got = evaluate (told, NULL);
      assert_same (got, right);
    }
  write_file ("metals-poor.csv", "1 -9\n13 -2\n");
  g_free (evaluate (" --set metals_table=@/metals-poor.csv", "1 of 2 rows lie outside the library"));
}

/* Catalogues: marks of missing values are named, also where ranges do not count; line ends of old Macs are
 * read. */
static void
test_points (void)
{
  static const struct { const char *text, *says; } wrong[] = {
    { "logm0,av_old\n12,0.3\n-99,0.3\n", "line 3: logm0 = -99 marks a missing value" },
    { "logm0,av_old\n12,99\n", "line 2: av_old = 99 marks a missing value" },
    { "logm0\n-999.9\n", "logm0 = -999.9 marks a missing value" },
    { "logm0\n12\n1e30\n", "line 3: logm0 = 1e+30 marks a missing value" },
    { "logm0,av_old\nnan,0.3\n", "line 2: logm0: “nan” is a missing value" },
    { "logm0,av_old\n12,\n", "line 2: av_old: “” is a missing value" },
    { "logm0,av_old\n12,N/A\n", "“N/A” is a missing value" },
  };
  g_autofree char *command =
      g_strdup_printf ("eval --points @/mac.csv --out @/mac.h5 --grid %s" OBSERVABLES, grid);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_file ("wrong.csv", wrong[i].text);
      assert_fails ("eval --points @/wrong.csv --out @/no.h5", 1, "wrong.csv", wrong[i].says, NULL);
      assert_fails ("eval --points @/wrong.csv --out @/no.h5 --extrapolate", 1, wrong[i].says, NULL);
    }
  /* A range is a range. */
  write_file ("wrong.csv", "logm0\n-98\n");
  assert_fails ("eval --points @/wrong.csv --out @/no.h5", 1, "outside its range", NULL);
  write_file ("mac.csv", "logm0\r12\r");
  assert_works (command);
  write_file ("mac.csv", "logm0,av_old\r12,0.3\r\n\r11.5,0.1");
  assert_works (command);
}

/* A file of points that holds a table says how to read it. */
static void
test_points_tables (void)
{
  static const double t[] = { 10, 4000, 9000, 13800 }, sfr[] = { 0.1, 3, 2, 1 }, point[] = { 10.0 };
  static const char *const name[] = { "lgmstar_formed" };
  const gsize n = G_N_ELEMENTS (t), dims[2] = { 1, 1 };
  g_autofree char *path = at ("own.h5");
  g_autofree char *command =
      g_strdup_printf ("eval --points @/own.h5 --out @/from-own.h5 --grid %s" OBSERVABLES, grid);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      SlH5 *file = sl_h5_create (path, &error);

      sl_h5_write_strings (file, "/parameter_names", name, 1, &error);
      sl_h5_write_double (file, "/points", 2, dims, point, &error);
      sl_h5_set_attribute_string (file, "/points", "sfh_model", "table", &error);
      sl_h5_write_double (file, "/sfh_table/t", 1, &n, t, &error);
      sl_h5_write_double (file, "/sfh_table/sfr", 1, &n, sfr, &error);
      if (i)
        sl_h5_set_attribute_string (file, "/sfh_table", "times", i == 1 ? "myr" : "weeks", &error);
      sl_h5_commit (file, &error);
      sl_h5_close (file);
      g_assert_no_error (error);
      if (i == 0)
        assert_fails (command, 1, "own.h5: /sfh_table", "are they in Myr?", "attribute times = “myr”", NULL);
      else if (i == 1)
        assert_works (command);
      else
        assert_fails (command, 1, "own.h5: /sfh_table", "times = “weeks”", NULL);
    }
}

/* A band in nm, in a file of one's own and in the data folder. */
static void
test_filters (void)
{
  static const double wave[] = { 500, 525, 600, 675, 700 }, right_wave[] = { 5000, 5250, 6000, 6750, 7000 };
  static const double transmission[] = { 0, 0.1, 1.003, 0.1, -1e-5 };
  static const struct { const char *name; const double *wave; } files[] = {
    { "nm.h5", wave }, { "right.h5", right_wave }
  };
  const gsize n = G_N_ELEMENTS (wave);
  g_autofree char *own = at ("own"), *copy = g_build_filename (own, "filters.h5", NULL), *nm = at ("nm.h5");
  g_autofree char *folder_of = g_strdup_printf ("STARLOOM_DATA=%s", own), *bytes = NULL;
  g_autofree char *eval =
      g_strdup_printf ("eval --points @/one.csv --out @/band.h5 --observables rest:X/two --grid %s", grid);
  g_autofree char *with_nm = g_strdup_printf ("%s --filters @/nm.h5", eval);
  g_autofree char *mended = g_strdup_printf ("%s --mend nm", with_nm);
  g_autofree char *with_right = g_strdup_printf ("%s --filters @/right.h5", eval);
  double magnitude[3];
  gsize dims[8] = { 1, 1 }, size;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = at (files[i].name);
      g_autoptr (GError) error = NULL;
      g_autoptr (SlH5) file = sl_h5_create (path, &error);

      sl_h5_write_double (file, "X/two/wave", 1, &n, files[i].wave, &error);
      sl_h5_write_double (file, "X/two/transmission", 1, &n, transmission, &error);
      sl_h5_commit (file, &error);
      g_assert_no_error (error);
    }
  g_assert_true (g_file_get_contents (nm, &bytes, &size, NULL));
  g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
  g_assert_true (g_file_set_contents (copy, bytes, size, NULL));

  assert_fails (with_nm, 1, "nm.h5: X/two/wave", "in nm?", "--mend nm", NULL);
  assert_absent ("band.h5");
  {
    const char *const env[] = { folder_of, NULL };
    g_auto (Run) r = run_env (eval, env);

    g_assert_cmpint (r.status, ==, 1);
    assert_has (r.err, "STARLOOM_MEND=nm");
  }
  for (guint i = 0; i < 3; i++)
    {
      const char *const env[] = { i == 2 ? folder_of : "A=1", i == 2 ? "STARLOOM_MEND=nm" : "B=1", NULL };
      g_auto (Run) r = run_env (i == 0 ? with_right : i == 1 ? mended : eval, env);
      g_autofree double *got = NULL;

      g_assert_cmpint (r.status, ==, 0);
      assert_has (r.err, "2 values from -1e-05 to 1");
      if (i)
        assert_has (r.err, "converted from nm");
      got = read_doubles ("band.h5", "/values", 2, dims);
      magnitude[i] = got[0];
    }
  g_assert_cmpfloat_with_epsilon (magnitude[1], magnitude[0], SAME);
  g_assert_cmpfloat_with_epsilon (magnitude[2], magnitude[0], SAME);
  assert_fails ("eval --points @/one.csv --out @/band.h5 --mend miles", 1, "--mend", "miles", "percent",
                NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  write_file ("one.csv", "redshift\n0\n");
  g_test_add_func ("/commands-inputs/histories", test_histories);
  g_test_add_func ("/commands-inputs/lookback-again", test_lookback_again);
  g_test_add_func ("/commands-inputs/metals", test_metals);
  g_test_add_func ("/commands-inputs/points", test_points);
  g_test_add_func ("/commands-inputs/points-tables", test_points_tables);
  g_test_add_func ("/commands-inputs/filters", test_filters);
  status = g_test_run ();
  g_free (grid);
  remove_tree (folder);
  return status;
}
