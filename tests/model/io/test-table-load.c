/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves from files: what is read is what was written, and whatever else a file holds becomes an error that
 * names it. */
#include <locale.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"
#include "model/io/sl-table-columns.h"
#include "tests/model/io/io-fixture.h"

/* Integrals of polynomials on a few points, in doubles. */
#define INTEGRAL_TOLERANCE 1e-14

/* The table of a file that is read plainly. */
static const SlTable *
load_table (const char *path, GError **error)
{
  g_autoptr (SlTableColumns) columns = sl_table_columns_load (path, error);

  return !columns ? NULL
                  : sl_table_columns_convert (columns, SL_TABLE_OF_RATES, (SlTableReading) { 0 }, 0.02, NULL,
                                              error);
}

static const SlTable *
load_text (const char *basename, const char *text, gssize length, GError **error)
{
  g_autofree char *path = io_path (basename);
  g_autoptr (GError) failed = NULL;

  /* Thousands of files, none of which anybody needs after a crash: they need not wait for the disk. */
  g_unlink (path);
  g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE, 0600, &failed);
  g_assert_no_error (failed);
  return load_table (path, error);
}

static void
test_text (void)
{
  static const char *const same[] = {
    "0,1\n1,3\n2.5,0\n",
    "0;1\n1;3\n2.5;0",
    "0\t1\n1\t3\n2.5\t0\n",
    "  0   1\n1 3  \n 2.5e0   0.0\n\n",
    "t,sfr\n0,1\n1,3\n2.5,0\n",
    "\xef\xbb\xbf# a galaxy\r\n\"t [Gyr]\"; \"SFR\"\r\n0 ; 1\r\n\r\n1 ; 3 # the peak\r\n# end\r\n2.5 ; 0\r\n",
    "time in Gyr and a rate\r0 1\r1 3\r2.5 0\r",
    "\xff\xfe latin-1 or worse\n0 1\n1 3\n2.5 0\n",
    "t,sfr\nGyr,Msun/yr\n0,1\n1,3\n2.5,0\n",
    "0;1\n1;3\n2,5;0\n",
    "0,0 1\n1,0 3\n2,5 0\n",
    "0,0\t1\r1,0\t3,0\r2,5\t0\r",
    "2.5 0\n1 3\n0 1\n",
  };
  const SlTable *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (GError) error = NULL;
      const SlTable *table = load_text ("curve.csv", same[i], -1, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (table->name, ==, "curve.csv");
      g_assert_cmpuint (table->n, ==, 3);
      g_assert_cmpfloat (table->x[2], ==, 2.5);
      g_assert_cmpfloat (table->y[1], ==, 3.0);
      g_assert_cmpfloat_with_epsilon (table->integral[2], 2.0 + 0.5 * 1.5 * 3.0, INTEGRAL_TOLERANCE);
      /* The same curve is the same object: galaxies compare tables by their addresses. */
      g_assert_true (first == NULL || table == first);
      first = table;
    }
}

static void
test_text_bad (void)
{
  static const struct { const char *text, *says; int code; } table[] = {
    { "", "at least two rows", SL_ERROR_DATA },
    { "# only a comment\n", "at least two rows", SL_ERROR_DATA },
    { "t,sfr\n1,2\n", "line 2: expected at least two rows", SL_ERROR_DATA },
    { "1\n2\n", "line 1: expected two numbers, found 1", SL_ERROR_DATA },
    { "1,2,3\n", "line 1: expected two numbers, found 3", SL_ERROR_DATA },
    { "1.0;2\n1,5;3\n", "line 2: expected decimal points or decimal commas, found both", SL_ERROR_DATA },
    { "13.800,5;2\n", "line 1: expected a number such as 0.5, found “13.800,5”", SL_ERROR_DATA },
    { "t sfr\n1 2\nmore words\n", "line 3: expected a number such as 0.5, found “more”", SL_ERROR_DATA },
    { "1 2\n\n2 nan\n", "line 3: “nan” is a missing value", SL_ERROR_DATA },
    { "1,2\n2,\n", "line 2: “” is a missing value", SL_ERROR_DATA },
    { "1 2\n2 -99\n", "line 2: -99 marks a missing value", SL_ERROR_DATA },
    { "1 2\n2 -999.9\n", "line 2: -999.9 marks a missing value", SL_ERROR_DATA },
    { "1 2\n2 9.97e36\n", "line 2: 9.97e36 marks a missing value", SL_ERROR_DATA },
    /* One column of numbers with decimal commas, or two of whole numbers? */
    { "0,5\n1,5\n2,5\n", "“0,5” may be two whole numbers or one number with a decimal comma", SL_ERROR_DATA },
    { "sfr\n0,5\n1,5\n", "“0,5” may be two whole numbers", SL_ERROR_DATA },
    { "1 2\n2 3\n2 4\n", "line 3: expected times that increase, found 2 after 2", SL_ERROR_DATA },
    { "3 2\n2 3\n2.5 4\n", "line 3: expected times in order, found 2.5 after 2", SL_ERROR_DATA },
    { "1 2\n2 1e999\n", "line 2: expected a number", SL_ERROR_DATA },
    { "1 2\n1 3\n", "line 2: expected times that increase, found 1 after 1", SL_ERROR_DATA },
    { "1 2\n2 2\n0.5 3\n", "line 3: expected times that increase, found 0.5 after 2", SL_ERROR_DATA },
    { "1 2\n2 \xff\xfe\n", "line 2: expected a number", SL_ERROR_DATA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load_text ("bad.csv", table[i].text, -1, &error));
      io_assert_error (&error, table[i].code, "bad.csv", table[i].says);
    }
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = io_path ("no-such-file.csv"), *pipe = io_path ("pipe.csv"),
                  *large = io_path ("large.csv");
  g_autoptr (GString) many = g_string_new (NULL);

  g_assert_null (load_table (none, &error));
  io_assert_error (&error, SL_ERROR_FILE, "no-such-file.csv", "cannot be opened");
  g_assert_null (load_table (io_folder (), &error));
  io_assert_error (&error, SL_ERROR_FILE, io_folder (), "found a folder");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (load_table (pipe, &error));
  io_assert_error (&error, SL_ERROR_FILE, "pipe.csv", "no file");
  g_assert_null (load_text ("zero.csv", "1 2\0003 4\n", 8, &error));
  io_assert_error (&error, SL_ERROR_FILE, "zero.csv", "found other data");

  /* Refused by its size, before it is read. */
  {
    FILE *file = g_fopen (large, "w");

    g_assert_nonnull (file);
    g_assert_cmpint (fseek (file, G_MAXINT32, SEEK_SET), ==, 0);
    fputc ('\n', file);
    fclose (file);
  }
  g_assert_null (load_table (large, &error));
  io_assert_error (&error, SL_ERROR_FILE, "large.csv", "MB");

  for (guint i = 0; i <= SL_TABLE_MAX; i++)
    g_string_append_printf (many, "%g 1\n", i * 1e-4);
  g_assert_null (load_text ("many.csv", many->str, -1, &error));
  io_assert_error (&error, SL_ERROR_DATA, "many.csv", "at most");
}

/* Whatever bytes there are, there is a table or an error. */
static void
test_nonsense (void)
{
  static const char letters[] = "0123456789.,;-+eE# \t\r\n\"tNaNinf\\\x80\xff";
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 2000; i++)
    {
      char text[160];
      guint n = g_rand_int_range (rand, 0, sizeof text);
      g_autoptr (GError) error = NULL;
      const SlTable *table;

      for (guint k = 0; k < n; k++)
        text[k] = i % 4 == 3 ? g_rand_int_range (rand, 0, 256)
                             : letters[g_rand_int_range (rand, 0, sizeof letters - 1)];
      table = load_text (i % 8 == 5 ? "nonsense.h5" : "nonsense.csv", text, n, &error);
      g_assert_true ((table != NULL) == (error == NULL));
      if (error)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

typedef struct { const char *name; gsize n; const double *data; } Set;

static char *
write_sets (const char *basename, const Set *sets, guint n)
{
  char *path = io_path (basename);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_create (path, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    sl_h5_write_double (file, sets[i].name, 1, &sets[i].n, sets[i].data, &error);
  sl_h5_commit (file, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_hdf5 (void)
{
  static const double t[] = { 0.5, 1.0, 9.0 }, y[] = { -2.0, -1.5, -1.0 }, odd[] = { 1.0, NAN, 2.0 };
  static const double equal[] = { 1.0, 1.0, 2.0 };
  static const struct {
    const char *basename;
    guint n;
    Set set[3];
    const char *says; /* NULL: it is read */
  } table[] = {
    { "sfr.h5", 2, { { "t", 3, t }, { "sfr", 3, y } }, NULL },
    { "lgmet.h5", 3, { { "lgmet", 3, y }, { "t", 3, t }, { "age", 3, y } }, NULL },
    { "named.h5", 2, { { "a_time", 3, t }, { "rate", 3, y } }, NULL },
    { "both.h5", 3, { { "t", 3, t }, { "sfr", 3, y }, { "lgmet", 3, y } }, "either sfr or lgmet" },
    { "others.h5", 3, { { "a", 3, t }, { "b", 3, y }, { "c", 3, y } }, "expected datasets t and sfr" },
    { "one.h5", 1, { { "t", 3, t } }, "expected datasets t and sfr" },
    { "lengths.h5", 2, { { "t", 3, t }, { "sfr", 2, y } }, "sfr: expected 3 values" },
    { "short.h5", 2, { { "t", 1, t }, { "sfr", 1, y } }, "t: expected one dimension of 2 to" },
    { "order.h5", 2, { { "t", 3, equal }, { "sfr", 3, t } }, "t: expected times that increase" },
    { "finite.h5", 2, { { "t", 3, t }, { "sfr", 3, odd } }, "sfr: expected finite values" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = write_sets (table[i].basename, table[i].set, table[i].n);
      g_autoptr (GError) error = NULL;
      const SlTable *got = load_table (path, &error);

      if (table[i].says)
        {
          g_assert_null (got);
          io_assert_error (&error, SL_ERROR_DATA, table[i].basename, table[i].says);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (got->name, ==, table[i].basename);
      g_assert_cmpmem (got->x, got->n * sizeof *got->x, t, sizeof t);
      g_assert_cmpmem (got->y, got->n * sizeof *got->y, y, sizeof y);
    }
}

/* Cut short at every length, a file is an error or a table, and nothing else happens. */
static void
test_hdf5_cut (void)
{
  static const double t[] = { 0.5, 1.0, 9.0 };
  g_autofree char *path = write_sets ("whole.h5", (const Set[]) { { "t", 3, t }, { "sfr", 3, t } }, 2),
                  *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize n = 0; n < length; n += 41)
    {
      g_autoptr (GError) error = NULL;
      const SlTable *table = load_text ("cut.h5", text, n, &error);

      g_assert_true ((table != NULL) == (error == NULL));
    }
  /* Known by what it begins with, too. */
  {
    g_autoptr (GError) error = NULL;

    g_assert_nonnull (load_text ("no-ending", text, length, &error));
    g_assert_no_error (error);
  }
}

/* A decimal comma on the screen is none in files. */
static void
test_comma (void)
{
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));
  g_autoptr (GError) error = NULL;
  const SlTable *table;

  if (!setlocale (LC_NUMERIC, "de_DE.UTF-8"))
    {
      g_test_skip ("no locale de_DE.UTF-8");
      return;
    }
  table = load_text ("comma.csv", "0.5 1.25\n1.5 2.5\n", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (table->x[0], ==, 0.5);
  g_assert_cmpfloat (table->y[0], ==, 1.25);
  g_assert_null (load_text ("comma.csv", "0.5 1\n1.5 1\n0.25 1\n", -1, &error));
  io_assert_error (&error, SL_ERROR_DATA, "comma.csv", "found 0.25 after 1.5");
  setlocale (LC_NUMERIC, before);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/text", test_text);
  g_test_add_func ("/table/text-bad", test_text_bad);
  g_test_add_func ("/table/files", test_files);
  g_test_add_func ("/table/nonsense", test_nonsense);
  g_test_add_func ("/table/hdf5", test_hdf5);
  g_test_add_func ("/table/hdf5-cut", test_hdf5_cut);
  g_test_add_func ("/table/comma", test_comma);
  status = g_test_run ();
  io_remove_folder ();
  return status;
}
