/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged and doubtful files, each through the command that reads it: the right exit status, the reason, in
 * time, and never a signal. */
#include <hdf5.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "app/session/sl-session.h"
#include "tests/app/commands/commands.h"

/* A file that makes the library loop is given up after 5 s of waiting. */
#define MOST_SECONDS 30

/* How a kind of file is given to the program; # stands for the file, @ for the test's folder. */
static const struct { const char *prefix, *command; } command_table[] = {
  { "points", "eval --points # --out @/out.h5 --observables rest:LSST/r" },
  { "grid", "eval --points @/one.csv --grid # --out @/out.h5 --observables rest:LSST/r,rest:LSST/i" },
  { "filters", "eval --points @/one.csv --filters # --out @/out.h5 --observables rest:X/two" },
  { "sfh", "eval --points @/one.csv --set sfh_table=# --out @/out.h5 --observables age_mass" },
  { "table", "eval --points @/one.csv --set sfh_table=# --out @/out.h5 --observables age_mass" },
  { "metals", "eval --points @/one.csv --set metals_table=# --out @/out.h5 --observables age_mass" },
  { "population", "population --file # --out @/out.h5 --n 1000" },
  { "catalogue", "population --catalogue # --out @/out.h5 --n 1000" },
};

static const struct {
  const char *file; /* in tests/data/cases */
  gboolean good;
  const char *says; /* NULL: nothing in particular */
} case_table[] = {
  { "filters-nm.h5", FALSE, "are they in nm?" },
  { "grid-3500-to-7500.h5", TRUE, "rest:LSST/i has no value" },
  { "grid-all-zero-flux.h5", FALSE, "expected light" },
  { "grid-compressed-with-lzf.h5", FALSE, "the filter “lzf”" },
  { "grid-tiny-negative.h5", TRUE, "were read as 0" },
  { "grid-virtual-dataset-of-itself.h5", FALSE, "a virtual dataset" },
  { "grid-wavelengths-in-nm.h5", FALSE, "as if they were in nm" },
  { "grid-with-ssp-emline.h5", TRUE, "10 emission lines" },
  { "metals-in-solar-units.csv", FALSE, "look like lg(Z/Z☉)" },
  { "metals-minus-9.csv", FALSE, "row 3: -9 looks like the mark of a missing value" },
  { "points-dust-law-as-integer.h5", FALSE, "expected a text as the attribute dust_law, found a number" },
  { "points-hdf5-string-heap-endless-loop.h5", FALSE, "reading" },
  { "points-mac-line-ends.csv", TRUE, NULL },
  { "points-minus-99.csv", FALSE, "marks a missing value" },
  { "points-rows-without-columns-heap-overflow.h5", FALSE, "expected columns" },
  { "population-nested-brackets.json", FALSE, "brackets within one another" },
  { "sfh-burst-of-99.csv", TRUE, NULL },
  { "sfh-decimal-comma-column.csv", FALSE, "decimal comma" },
  { "sfh-ends-early.csv", TRUE, "the table ends at" },
  { "sfh-in-myr.csv", FALSE, "are they in Myr?" },
  { "sfh-late-start.csv", TRUE, NULL },
  { "sfh-lg-ages-in-whole-steps.csv", FALSE, "sfh_table_times=lookback_lg_yr reads them so" },
  { "sfh-lg-ages-without-a-word.csv", TRUE, "if they are logarithms of years, sfh_table_times=lg_yr" },
  { "sfh-lookback.csv", TRUE, NULL },
  { "sfh-nines-for-missing.csv", FALSE, "row 3: 999, where other rates reach 2.5, looks like the mark" },
  { "sfh-one-plus-redshift.csv", FALSE, "calls the times “1+z”; expected times" },
  { "sfh-right.csv", TRUE, NULL },
  { "table-hdf5-huge-local-heap.h5", FALSE, "HDF5" },
};

/* The file that a case is about, whichever kind it is. */
static void
check (const char *path, const char *prefix, gboolean good, const char *says)
{
  const gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    {
      g_autoptr (GString) words = NULL;
      g_auto (GStrv) split = NULL;
      g_auto (Run) r = { 0 };

      if (!g_str_has_prefix (prefix, command_table[i].prefix))
        continue;
      words = g_string_new (command_table[i].command);
      g_string_replace (words, "#", path, 0);
      split = g_strsplit (words->str, " ", -1);
      r = run_words ((const char *const *) split, NULL);
      if (r.status < 0 || r.status > 2 || (r.status == 0) != good || (says && !has_text (r.err, says)))
        g_error ("%s: status %d, expected “%s”: %s", words->str, r.status, says ? says : "", r.err);
      g_assert_cmpfloat ((g_get_monotonic_time () - begun) / 1e6, <, MOST_SECONDS);
      return;
    }
  g_assert_not_reached ();
}

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *path = g_build_filename (g_getenv ("SL_TEST_DATA"), "cases", case_table[i].file, NULL);

  check (path, case_table[i].file, case_table[i].good, case_table[i].says);
}

/* What looks doubtful is read once the user has said what it is. */
static void
test_told (void)
{
  static const char *const words[] = {
    "--set sfh_table=%s/sfh-nines-for-missing.csv --set sfh_table_values=rates",
    "--set sfh_table=%s/sfh-lg-ages-in-whole-steps.csv --set sfh_table_times=lookback_lg_yr",
    "--set metals_table=%s/metals-minus-9.csv --set metals_table_values=lgz",
  };
  g_autofree char *cases = g_build_filename (g_getenv ("SL_TEST_DATA"), "cases", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GString) line =
          g_string_new ("eval --points @/one.csv --out @/out.h5 --observables age_mass ");
      g_auto (GStrv) split = NULL;
      g_auto (Run) r = { 0 };

      g_string_append (line, words[i]);
      g_string_replace (line, "%s", cases, 0);
      split = g_strsplit (line->str, " ", -1);
      r = run_words ((const char *const *) split, NULL);
      if (r.status != 0)
        g_error ("%s: status %d: %s", line->str, r.status, r.err);
    }
}

/* A pipe would block, a device has no end, a folder is no file: refused for every kind of input. */
static void
test_no_files (void)
{
  g_autofree char *pipe = at ("pipe"), *link = at ("link.h5");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink (pipe, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (command_table); i++)
    {
      check (pipe, command_table[i].prefix, FALSE, "found something that is no file");
      check (link, command_table[i].prefix, FALSE, "found something that is no file");
      check ("/dev/zero", command_table[i].prefix, FALSE, "found something that is no file");
      check (folder, command_table[i].prefix, FALSE, "found a folder");
    }
}

static void
write_one (const char *name, hid_t (*fill) (hid_t file))
{
  g_autofree char *path = at (name);
  hid_t file = H5Fcreate (path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), last;

  g_assert_cmpint (file, >=, 0);
  last = fill (file);
  g_assert_cmpint (last, >=, 0);
  g_assert_cmpint (H5Fclose (file), >=, 0);
}

static hid_t
add_names (hid_t file)
{
  const hsize_t one = 1;
  hid_t type = H5Tcopy (H5T_C_S1), space = H5Screate_simple (1, &one, NULL), set;

  H5Tset_size (type, 6);
  set = H5Dcreate2 (file, "parameter_names", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite (set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, "logm0\0");
  H5Dclose (set);
  H5Sclose (space);
  return H5Tclose (type);
}

/* A gigabyte of zeros in a few bytes. */
static hid_t
fill_bomb (hid_t file)
{
  const hsize_t dims[] = { 30000000, 1 }, chunk[] = { 100000, 1 };
  hid_t space = H5Screate_simple (2, dims, NULL), plist = H5Pcreate (H5P_DATASET_CREATE), set;

  add_names (file);
  H5Pset_chunk (plist, 2, chunk);
  H5Pset_deflate (plist, 9);
  set = H5Dcreate2 (file, "points", H5T_IEEE_F64LE, space, H5P_DEFAULT, plist, H5P_DEFAULT);
  H5Pclose (plist);
  H5Sclose (space);
  return H5Dclose (set);
}

static hid_t
fill_external_link (hid_t file)
{
  add_names (file);
  return H5Lcreate_external ("pipe", "/points", file, "points", H5P_DEFAULT, H5P_DEFAULT);
}

static hid_t
fill_soft_loop (hid_t file)
{
  add_names (file);
  H5Lcreate_soft ("/other", file, "points", H5P_DEFAULT, H5P_DEFAULT);
  return H5Lcreate_soft ("/points", file, "other", H5P_DEFAULT, H5P_DEFAULT);
}

static hid_t
fill_external_storage (hid_t file)
{
  const hsize_t dims[] = { 2, 1 };
  hid_t space = H5Screate_simple (2, dims, NULL), plist = H5Pcreate (H5P_DATASET_CREATE), set;

  add_names (file);
  H5Pset_external (plist, "/etc/passwd", 0, 16);
  set = H5Dcreate2 (file, "points", H5T_IEEE_F64LE, space, H5P_DEFAULT, plist, H5P_DEFAULT);
  H5Pclose (plist);
  H5Sclose (space);
  return H5Dclose (set);
}

static void
test_elsewhere (void)
{
  static const struct { const char *name, *says; hid_t (*fill) (hid_t file); } table[] = {
    { "points-bomb.h5", "for the shape (30000000, 1)", fill_bomb },
    { "points-link.h5", "a link to another file", fill_external_link },
    { "points-loop.h5", "leads nowhere", fill_soft_loop },
    { "points-storage.h5", "external storage", fill_external_storage },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = at (table[i].name);

      write_one (table[i].name, table[i].fill);
      check (path, "points", FALSE, table[i].says);
    }
}

/* Names of bands that are empty or unknown: an answer, with the nearest. */
static void
test_observables (void)
{
  static const char *const names[] = { "ml:LSST/", "ml_living:LSST/", "rest:LSST/", "obs:LSST/", "fnu:/",
                                       "rest:LSST/g-", "age_light:LSST/", "lgz_light:LSST/", "rest:LSTS/u" };
  static const char *const others[] = { "ew:", "line:", "lick:", "index:", "ml:", ":", "rest:", "line:/" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *command = g_strconcat ("eval --points @/one.csv --out @/out.h5 --observables ",
                                              names[i], NULL);

      assert_fails (command, 1, "there is no band", "the nearest is", NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *command = g_strconcat ("eval --points @/one.csv --out @/out.h5 --observables ",
                                              others[i], NULL);

      assert_fails (command, 1, "unknown observable", NULL);
    }
}

/* Brackets are counted however quotes and comments lie. */
static void
test_nested (void)
{
  static const char *const begins[] = { "", "/* \" */", "// \"\n", "{ 'a\"': 1, \"b\": ", "{ \"a\\\"\": ",
                                        "/*/ \" */", "{ \"a'\": " };
  g_autofree char *path = at ("population.json");
  g_autofree char *opens = g_strnfill (200000, '[');

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autofree char *text = g_strconcat (begins[i], opens, NULL);

      write_file ("population.json", text);
      check (path, "population", FALSE, "line ");
    }
}

static void
test_session (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_TEST_DATA"), "cases",
                                            "session-nested-brackets-behind-comment.starloom", NULL),
                  *pipe = at ("pipe-for-session");
  g_autoptr (SlSession) session = sl_session_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (sl_session_open (session, path, &error));
  assert_has (error->message, "brackets within one another");
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_false (sl_session_open (session, pipe, &error));
  assert_has (error->message, "found something that is no file");
}

/* Paths beyond ASCII in any locale. */
static void
test_umlauts (void)
{
  const char *const env[] = { "LC_ALL=C", NULL };
  g_autofree char *table = at ("Tafel-\xc3\xa4\xc3\xb6.csv"), *command = NULL;
  g_auto (Run) r = { 0 };

  g_assert_true (g_file_set_contents (table, "0.1 1\n5 2\n13 1\n", -1, NULL));
  command = g_strconcat ("eval --points @/one.csv --out @/out.h5 --observables age_mass --set sfh_table=",
                         table, NULL);
  r = run_env (command, env);
  if (r.status != 0)
    g_error ("%s: %s", command, r.err);
}

/* The end of the disk, as far as the program sees it. */
static void
limit_size_cb (gpointer data)
{
  const struct rlimit limit = { 200000, 200000 };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

/* A full disk is a message and status 1, also in what HDF5 does when the program ends; nothing is left. */
static void
test_full_disk (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GString) text = g_string_new ("logm0,redshift\n");
  g_autofree char *points = at ("many.csv"), *out = at ("full.h5"), *err = NULL, *grid = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "12,0.%03d\n", i + 1);
  write_file ("many.csv", text->str);
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_subprocess_launcher_set_child_setup (launcher, limit_size_cb, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("SL_PROGRAM"), "eval", "--points",
                                         points, "--grid", grid, "--observables", "lgsfr", "--sed", "--out",
                                         out, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  assert_has (err, "full.h5");
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    g_assert_false (g_str_has_prefix (name, "full.h5"));
}

/* What a population writes in single precision, at a limit of its range, it reads again. */
static void
test_population_again (void)
{
  g_auto (Run) written = run ("population --n 30000 --seed 1 --galaxies @/c.h5");
  g_auto (Run) read = run ("population --catalogue @/c.h5 --n 1000 --out @/out.h5");

  if (written.status != 0 || read.status != 0)
    g_error ("%s%s", written.err, read.err);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  write_file ("one.csv", "logm0\n12\n");
  for (guint i = 0; i < G_N_ELEMENTS (case_table); i++)
    {
      g_autofree char *name = g_strconcat ("/cases/", case_table[i].file, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/cases/told", test_told);
  g_test_add_func ("/cases/no-files", test_no_files);
  g_test_add_func ("/cases/elsewhere", test_elsewhere);
  g_test_add_func ("/cases/observables", test_observables);
  g_test_add_func ("/cases/nested", test_nested);
  g_test_add_func ("/cases/session", test_session);
  g_test_add_func ("/cases/umlauts", test_umlauts);
  g_test_add_func ("/cases/population-again", test_population_again);
  g_test_add_func ("/cases/full-disk", test_full_disk);
  status = g_test_run ();
  remove_tree (folder);
  g_free (folder);
  return status;
}
