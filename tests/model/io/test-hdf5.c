/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to HDF5: what is written is read back, a file appears whole or not
 * at all, and whatever is wrong becomes an error that names it. */
#include <locale.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <hdf5.h>

#include "model/support/sl-cancel.h"
#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"
#include "tests/model/io/io-fixture.h"
#include "tests/stopped-readers.h"

/* A new file with one good dataset and whatever fill() adds. */
static char *
make_file (const char *basename, void (*fill) (SlH5 *file))
{
  char *path = io_path (basename);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_create (path, &error);
  g_assert_no_error (error);
  const double good[] = { 1.0, 2.0, 3.0 };
  const gsize n = 3;
  sl_h5_write_double (file, "good", 1, &n, good, &error);
  g_assert_no_error (error);
  if (fill != NULL)
    fill (file);
  g_assert_true (sl_h5_commit (file, &error));
  g_assert_no_error (error);
  return path;
}

/* The same through the HDF5 library itself, for what the door never writes. */
static char *
make_raw (const char *basename, void (*fill) (hid_t file))
{
  char *path = make_file (basename, NULL);
  hid_t file = H5Fopen (path, H5F_ACC_RDWR, H5P_DEFAULT);
  g_assert_cmpint (file, >=, 0);
  fill (file);
  g_assert_cmpint (H5Fclose (file), >=, 0);
  return path;
}

#define BIG_ROWS 70
#define BIG_COLUMNS 5000

static float
big_value (gsize i)
{
  return (float) sin (0.01 * i) * (i % 97);
}

static void
fill_round_trip (SlH5 *file)
{
  g_autoptr (GError) error = NULL;
  const gsize cube[] = { 2, 3, 4 }, big[] = { BIG_ROWS, BIG_COLUMNS };
  double values[24];
  for (int i = 0; i < 24; i++)
    values[i] = i == 7 ? INFINITY : 1.0 / (3.0 + i);
  sl_h5_write_double (file, "a/b/cube", 3, cube, values, &error);
  g_assert_no_error (error);
  g_autofree float *many = g_new (float, BIG_ROWS *BIG_COLUMNS);
  for (gsize i = 0; i < BIG_ROWS * BIG_COLUMNS; i++)
    many[i] = big_value (i);
  sl_h5_write_float (file, "a/big", 2, big, many, &error);
  g_assert_no_error (error);
  const double scalar = -0.125;
  sl_h5_write_double (file, "scalar", 0, NULL, &scalar, &error);
  g_assert_no_error (error);
  const gsize none = 0;
  sl_h5_write_double (file, "none", 1, &none, NULL, &error);
  g_assert_no_error (error);
  const char *const names[] = { "Hβ", "", "O III 5006.84" };
  sl_h5_write_strings (file, "a/names", names, 3, &error);
  g_assert_no_error (error);
  sl_h5_set_attribute_string (file, "/", "title", "Ein Titel mit ö", &error);
  sl_h5_set_attribute_string (file, "/", "title", "A second title", &error);
  sl_h5_set_attribute_string (file, "a/names", "empty", "", &error);
  sl_h5_set_attribute_double (file, "a", "z_sun", 0.1, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  g_autofree char *path = make_file ("round-trip.h5", fill_round_trip);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_open (path, &error);
  g_assert_no_error (error);

  gsize cube[] = { 0, 3, 0 };
  g_autofree double *values = sl_h5_read_double (file, "a/b/cube", 3, cube, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cube[0], ==, 2);
  g_assert_cmpuint (cube[2], ==, 4);
  for (int i = 0; i < 24; i++)
    g_assert_cmpfloat (values[i], ==, i == 7 ? INFINITY : 1.0 / (3.0 + i));

  gsize big[] = { 0, 0 };
  g_autofree float *many = sl_h5_read_float (file, "a/big", 2, big, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (big[0] * big[1], ==, BIG_ROWS * BIG_COLUMNS);
  for (gsize i = 0; i < BIG_ROWS * BIG_COLUMNS; i++)
    g_assert_cmpfloat (many[i], ==, big_value (i));

  g_autofree double *scalar = sl_h5_read_double (file, "scalar", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (*scalar, ==, -0.125);

  gsize none = 0;
  g_autofree double *nothing = sl_h5_read_double (file, "none", 1, &none, &error);
  g_assert_no_error (error);
  g_assert_nonnull (nothing);
  g_assert_cmpuint (none, ==, 0);

  gsize n = 0;
  g_auto (GStrv) names = sl_h5_read_strings (file, "a/names", &n, &error);
  g_assert_no_error (error);
  const char *const expected[] = { "Hβ", "", "O III 5006.84", NULL };
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstrv (names, expected);

  g_autofree char *title = sl_h5_attribute_string (file, "/", "title");
  g_assert_cmpstr (title, ==, "A second title");
  g_autofree char *empty = sl_h5_attribute_string (file, "a/names", "empty");
  g_assert_cmpstr (empty, ==, "");
  double number = 0.0;
  g_assert_true (sl_h5_attribute_double (file, "a", "z_sun", &number));
  g_assert_cmpfloat (number, ==, 0.1);

  g_auto (GStrv) members = sl_h5_members (file, "a", &error);
  const char *const inside[] = { "b", "big", "names", NULL };
  g_assert_cmpstrv (members, inside);
  g_auto (GStrv) top = sl_h5_members (file, "/", &error);
  const char *const outside[] = { "a", "good", "none", "scalar", NULL };
  g_assert_cmpstrv (top, outside);
}

static void
test_compression (void)
{
  g_autofree char *path = make_file ("round-trip.h5", fill_round_trip);
  hid_t file = H5Fopen (path, H5F_ACC_RDONLY, H5P_DEFAULT), big = H5Dopen2 (file, "a/big", H5P_DEFAULT);
  hid_t plist = H5Dget_create_plist (big);
  g_assert_cmpint (H5Pget_layout (plist), ==, H5D_CHUNKED);
  g_assert_cmpuint (H5Dget_storage_size (big), <, BIG_ROWS * BIG_COLUMNS * sizeof (float));
  H5Pclose (plist);
  H5Dclose (big);
  H5Fclose (file);
}

#define LONG_ROWS 50000
#define PIECE 7001  /* no multiple of rows in a chunk */

static void
fill_rows (SlH5 *file)
{
  static const char *const words[] = { "one", "three", "two" };
  const gsize dims[] = { LONG_ROWS, 3 };
  g_autofree double *data = g_new (double, 3 * PIECE);
  g_autofree const char **names = g_new (const char *, PIECE);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < LONG_ROWS; i += PIECE)
    {
      const gsize n = MIN (PIECE, LONG_ROWS - i);

      for (gsize k = 0; k < 3 * n; k++)
        data[k] = 3.0 * i + k;
      for (gsize k = 0; k < n; k++)
        names[k] = words[(i + k) % 3];
      sl_h5_write_rows_double (file, "rows", 2, dims, i, n, data, &error);
      g_assert_no_error (error);
      sl_h5_write_rows_strings (file, "names", LONG_ROWS, 5, i, n, names, &error);
      g_assert_no_error (error);
    }
}

/* A dataset that is written and read some rows at a time; the same rows make the same file. */
static void
test_rows (void)
{
  g_autofree char *path = make_file ("rows.h5", fill_rows), *other = make_file ("other-rows.h5", fill_rows),
                  *one = NULL, *two = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_open (path, &error);
  gsize length, other_length;

  g_assert_no_error (error);
  for (gsize first = 0; first < LONG_ROWS; first += 11113)
    {
      const gsize n = MIN (11113, LONG_ROWS - first);
      gsize dims[2] = { 0, 3 };
      g_autofree double *data = sl_h5_read_rows_double (file, "rows", 2, dims, first, n, &error);
      g_auto (GStrv) names = sl_h5_read_rows_strings (file, "names", first, n, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (dims[0], ==, LONG_ROWS);
      for (gsize k = 0; k < 3 * n; k++)
        g_assert_cmpfloat (data[k], ==, 3.0 * first + k);
      g_assert_cmpuint (g_strv_length (names), ==, n);
      for (gsize k = 0; k < n; k++)
        g_assert_cmpuint (strlen (names[k]), ==, (first + k) % 3 == 1 ? 5 : 3);
    }
  gsize dims[2] = { 0, 0 };
  g_assert_null (sl_h5_read_rows_double (file, "rows", 2, dims, LONG_ROWS - 1, 2, &error));
  io_assert_error (&error, SL_ERROR_DATA, "rows.h5", "50001");
  g_assert_true (g_file_get_contents (path, &one, &length, NULL));
  g_assert_true (g_file_get_contents (other, &two, &other_length, NULL));
  g_assert_cmpmem (one, length, two, other_length);
}

static void
test_absent (void)
{
  g_autofree char *path = make_file ("round-trip.h5", fill_round_trip);
  g_autoptr (SlH5) file = sl_h5_open (path, NULL);
  g_assert_true (sl_h5_exists (file, "/"));
  g_assert_true (sl_h5_exists (file, "a/b/cube"));
  g_assert_true (sl_h5_exists (file, "/a/b/"));
  g_assert_false (sl_h5_exists (file, "a/c/cube"));
  g_assert_false (sl_h5_exists (file, "good/c"));
  g_assert_false (sl_h5_exists (file, ""));
  double number = 5.0;
  g_assert_false (sl_h5_attribute_double (file, "/", "absent", &number));
  g_assert_false (sl_h5_attribute_double (file, "nowhere", "absent", &number));
  g_assert_false (sl_h5_attribute_double (file, "/", "title", &number));
  g_assert_cmpfloat (number, ==, 5.0);
  g_assert_null (sl_h5_attribute_string (file, "/", "absent"));
  g_assert_null (sl_h5_attribute_string (file, "a", "z_sun"));

  g_autoptr (GError) error = NULL;
  g_assert_null (sl_h5_members (file, "nowhere", &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: nowhere", "none of this name");
  g_assert_null (sl_h5_members (file, "good", &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: good", "expected a group");
  gsize dims[8];
  guint rank;
  g_assert_false (sl_h5_shape (file, "a/c", &rank, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: a/c", "none of this name");
  g_assert_false (sl_h5_shape (file, "a", &rank, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: a", "expected a dataset");
  g_assert_true (sl_h5_shape (file, "a/b/cube", &rank, dims, &error));
  g_assert_cmpuint (rank, ==, 3);
  g_assert_cmpuint (dims[1], ==, 3);
}

static void
test_wrong_shape (void)
{
  g_autofree char *path = make_file ("round-trip.h5", fill_round_trip);
  g_autoptr (SlH5) file = sl_h5_open (path, NULL);
  g_autoptr (GError) error = NULL;
  gsize dims[3] = { 0 };
  g_assert_null (sl_h5_read_double (file, "a/b/cube", 2, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: a/b/cube",
                   "expected 2 dimensions, found 3 with the shape (2, 3, 4)");
  gsize wanted[3] = { 0, 3, 5 };
  g_assert_null (sl_h5_read_float (file, "a/b/cube", 3, wanted, &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: a/b/cube",
                   "expected the shape (any, 3, 5), found (2, 3, 4)");
  g_assert_cmpuint (wanted[0], ==, 0);
  g_assert_null (sl_h5_read_double (file, "a/names", 1, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: a/names", "expected numbers, found strings");
  g_assert_null (sl_h5_read_strings (file, "good", NULL, &error));
  io_assert_error (&error, SL_ERROR_DATA, "round-trip.h5: good", "expected strings");
}

static void
test_atomic (void)
{
  g_autofree char *path = make_file ("atomic.h5", NULL);
  guint before = io_count_files ();
  g_autoptr (GError) error = NULL;
  SlH5 *file = sl_h5_create (path, &error);
  g_assert_no_error (error);
  const double x = 1.0;
  g_assert_true (sl_h5_write_double (file, "new", 0, NULL, &x, &error));
  /* Until commit the old file is there, after abandoning nothing else. */
  g_autoptr (SlH5) old = sl_h5_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_exists (old, "good"));
  sl_h5_close (file);
  g_assert_cmpuint (io_count_files (), ==, before);
  g_autoptr (SlH5) kept = sl_h5_open (path, &error);
  g_assert_true (sl_h5_exists (kept, "good"));
  g_assert_false (sl_h5_exists (kept, "new"));

  file = sl_h5_create (path, &error);
  g_assert_true (sl_h5_write_double (file, "new", 0, NULL, &x, &error));
  g_assert_true (sl_h5_commit (file, &error));
  sl_h5_close (file);
  g_assert_cmpuint (io_count_files (), ==, before);
  g_autoptr (SlH5) replaced = sl_h5_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_exists (replaced, "new"));
  g_assert_false (sl_h5_exists (replaced, "good"));
}

/* A file shared with a group stays shared; a link stays a link. */
static void
test_permissions_and_links (void)
{
  g_autofree char *path = make_file ("target.h5", NULL), *link_path = io_path ("link.h5");
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("target.h5", link_path), ==, 0);
  g_autofree char *again = make_file ("link.h5", fill_round_trip);
  struct stat status;
  g_assert_cmpint (lstat (link_path, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  g_autoptr (SlH5) file = sl_h5_open (path, NULL);
  g_assert_true (sl_h5_exists (file, "scalar"));
}

static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = io_path ("no-such-folder/x.h5");
  g_assert_null (sl_h5_create (nowhere, &error));
  io_assert_error (&error, SL_ERROR_FILE, "no-such-folder/x.h5", "does not exist");
  g_assert_null (sl_h5_create (io_folder (), &error));
  io_assert_error (&error, SL_ERROR_FILE, io_folder (), "found a folder");

  g_autofree char *path = io_path ("twice.h5");
  g_autoptr (SlH5) file = sl_h5_create (path, &error);
  const double x = 1.0;
  g_assert_true (sl_h5_write_double (file, "x", 0, NULL, &x, &error));
  g_assert_false (sl_h5_write_double (file, "x", 0, NULL, &x, &error));
  io_assert_error (&error, SL_ERROR_FILE, "twice.h5", "x cannot be written");
  g_assert_false (sl_h5_set_attribute_double (file, "y", "units", 1.0, &error));
  io_assert_error (&error, SL_ERROR_DATA, "twice.h5: y", "none of this name");
}

static void
assert_open_fails (const char *path, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_assert_null (sl_h5_open (path, &error));
  io_assert_error (&error, SL_ERROR_FILE, name, says);
}

static void
test_not_a_file (void)
{
  g_autofree char *missing = io_path ("missing.h5"), *empty = io_path ("empty.h5"),
                  *text = io_path ("text.h5");
  assert_open_fails (missing, "cannot be opened");
  assert_open_fails (io_folder (), "found a folder");
  assert_open_fails ("/dev/null", "no file");
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_open_fails (empty, "empty file");
  g_assert_true (g_file_set_contents (text, "wavelength,flux\n1,2\n", -1, NULL));
  assert_open_fails (text, "another kind of file");
}

static void
test_truncated (void)
{
  g_autofree char *path = make_file ("whole.h5", fill_round_trip), *cut = io_path ("cut.h5"), *data = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  const gsize lengths[] = { 4, 8, 64, 96, 512, 2048, size / 2, size - 1 };
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_assert_true (g_file_set_contents (cut, data, lengths[i], NULL));
      assert_open_fails (cut, lengths[i] < 8 ? "another kind of file" : "damaged or incomplete");
    }
}

static void
add_set (hid_t file, const char *name, hid_t type, hid_t space, hid_t plist, const void *data)
{
  hid_t set = H5Dcreate2 (file, name, type, space, H5P_DEFAULT, plist, H5P_DEFAULT);
  g_assert_cmpint (set, >=, 0);
  if (data != NULL)
    g_assert_cmpint (H5Dwrite (set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), >=, 0);
  H5Dclose (set);
  H5Sclose (space);
}

/* A header may claim anything; memory is asked for only where the file holds
 * what it claims. */
static void
fill_claims (hid_t file)
{
  const hsize_t absurd[] = { 1000000, 1000000 }, wide[] = { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32 },
                plain[] = { 100000000 }, chunk[] = { 1024, 1024 }, rows[] = { 10000, 10000 };
  hid_t chunked = H5Pcreate (H5P_DATASET_CREATE);
  H5Pset_chunk (chunked, 2, chunk);
  H5Pset_deflate (chunked, 6);
  add_set (file, "absurd", H5T_IEEE_F64LE, H5Screate_simple (2, absurd, NULL), chunked, NULL);
  add_set (file, "wide", H5T_STD_I8LE, H5Screate_simple (3, wide, NULL), H5P_DEFAULT, NULL);
  add_set (file, "unwritten", H5T_IEEE_F64LE, H5Screate_simple (1, plain, NULL), H5P_DEFAULT, NULL);
  add_set (file, "unwritten_chunks", H5T_IEEE_F32LE, H5Screate_simple (2, rows, NULL), chunked, NULL);
  add_set (file, "null", H5T_IEEE_F64LE, H5Screate (H5S_NULL), H5P_DEFAULT, NULL);
  hid_t strings = H5Tcopy (H5T_C_S1);
  H5Tset_size (strings, 1000000);
  static const char text[1000000];
  const hsize_t one = 1;
  add_set (file, "long_strings", strings, H5Screate_simple (1, &one, NULL), H5P_DEFAULT, text);
  H5Tclose (strings);
  H5Pclose (chunked);
}

static void
test_absurd_claims (void)
{
  g_autofree char *path = make_raw ("claims.h5", fill_claims);
  g_autoptr (SlH5) file = sl_h5_open (path, NULL);
  g_assert_nonnull (file);
  g_autoptr (GError) error = NULL;
  gsize dims[3] = { 0 };
  g_assert_null (sl_h5_read_double (file, "absurd", 2, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "claims.h5: absurd", "claims the shape (1000000, 1000000)");
  g_assert_null (sl_h5_read_float (file, "wide", 3, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "claims.h5: wide", "expected at most");
  g_assert_null (sl_h5_read_double (file, "unwritten", 1, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "claims.h5: unwritten", "found 0 stored");
  g_assert_null (sl_h5_read_float (file, "unwritten_chunks", 2, dims, &error));
  io_assert_error (&error, SL_ERROR_DATA, "claims.h5: unwritten_chunks", "found 0 stored");
  g_assert_null (sl_h5_read_double (file, "null", 0, NULL, &error));
  io_assert_error (&error, SL_ERROR_DATA, "claims.h5: null", "dimensions with values");
  g_assert_null (sl_h5_read_strings (file, "long_strings", NULL, &error));
  io_assert_error (&error, SL_ERROR_DATA, "claims.h5: long_strings", "1000000");
}

static void
fill_foreign (hid_t file)
{
  const hsize_t two = 2;
  hid_t variable = H5Tcopy (H5T_C_S1), spaces = H5Tcopy (H5T_C_S1), latin = H5Tcopy (H5T_C_S1);
  H5Tset_size (variable, H5T_VARIABLE);
  const char *const texts[] = { "variable", "length" };
  add_set (file, "variable", variable, H5Screate_simple (1, &two, NULL), H5P_DEFAULT, texts);
  H5Tset_size (spaces, 6);
  H5Tset_strpad (spaces, H5T_STR_SPACEPAD);
  add_set (file, "spaces", spaces, H5Screate_simple (1, &two, NULL), H5P_DEFAULT, "one   twelve");
  H5Tset_size (latin, 2);
  add_set (file, "latin", latin, H5Screate_simple (1, &two, NULL), H5P_DEFAULT, "\xe5\0a\0");
  const short integers[] = { -3, 70 };
  add_set (file, "integers", H5T_NATIVE_SHORT, H5Screate_simple (1, &two, NULL), H5P_DEFAULT, integers);
  const double large[] = { 1e300, 1.0 };
  add_set (file, "large", H5T_NATIVE_DOUBLE, H5Screate_simple (1, &two, NULL), H5P_DEFAULT, large);
  H5Lcreate_soft ("/gone", file, "dangling", H5P_DEFAULT, H5P_DEFAULT);

  hid_t space = H5Screate (H5S_SCALAR),
        attribute = H5Acreate2 (file, "text", variable, space, H5P_DEFAULT, H5P_DEFAULT);
  const char *const text = "as long as it likes";
  H5Awrite (attribute, variable, &text);
  H5Aclose (attribute);
  H5Sclose (space);
  H5Tclose (variable);
  H5Tclose (spaces);
  H5Tclose (latin);
}

static void
test_foreign_types (void)
{
  g_autofree char *path = make_raw ("foreign.h5", fill_foreign);
  g_autoptr (SlH5) file = sl_h5_open (path, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) variable = sl_h5_read_strings (file, "variable", NULL, &error);
  const char *const texts[] = { "variable", "length", NULL };
  g_assert_cmpstrv (variable, texts);
  g_auto (GStrv) spaces = sl_h5_read_strings (file, "spaces", NULL, &error);
  const char *const padded[] = { "one", "twelve", NULL };
  g_assert_cmpstrv (spaces, padded);
  g_auto (GStrv) latin = sl_h5_read_strings (file, "latin", NULL, &error);
  g_assert_true (g_utf8_validate (latin[0], -1, NULL));
  g_assert_cmpstr (latin[1], ==, "a");
  gsize n = 0;
  g_autofree double *integers = sl_h5_read_double (file, "integers", 1, &n, &error);
  g_assert_cmpfloat (integers[0], ==, -3.0);
  g_autofree float *large = sl_h5_read_float (file, "large", 1, &n, &error);
  g_assert_no_error (error);
  g_assert_true (isinf (large[0]));
  g_assert_false (sl_h5_exists (file, "dangling"));
  g_autofree char *text = sl_h5_attribute_string (file, "/", "text");
  g_assert_cmpstr (text, ==, "as long as it likes");
}

/* Nothing may reach the terminal, from whichever thread: HDF5 prints by default. */
static gpointer
fail_in_thread (gpointer path)
{
  g_assert_null (sl_h5_open (path, NULL));
  return NULL;
}

/* A file made by others is read by another process: when that ends, every later call says so. */
static void
test_process (void)
{
  g_autofree char *path = make_file ("process.h5", NULL), *damaged = NULL;
  g_autoptr (SlH5) file = sl_h5_open (path, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strnfill (5000, 'x');
  gsize n = 0;
  double value = 7.0;

  g_assert_nonnull (file);
  {
    g_autofree double *good = sl_h5_read_double (file, "good", 1, &n, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (n, ==, 3);
    g_assert_cmpfloat (good[2], ==, 3.0);
  }
  g_assert_false (sl_h5_exists (file, name));
  g_assert_null (sl_h5_read_double (file, name, 1, &n, &error));
  io_assert_error (&error, SL_ERROR_DATA, "process.h5", "longer");
  g_assert_true (sl_h5_finish (file, &error));
  g_assert_no_error (error);
  /* A fault of a call without an error. */
  g_assert_false (sl_h5_attribute_double (file, "good", "none", &value));
  g_assert_true (sl_h5_finish (file, &error));

  damaged = g_build_filename (g_getenv ("SL_TEST_DATA"), "cases", "table-hdf5-huge-local-heap.h5", NULL);
  {
    g_autoptr (SlH5) bad = sl_h5_open (damaged, &error);

    if (bad)
      {
        g_auto (GStrv) members = sl_h5_members (bad, "/", NULL);

        g_assert_false (sl_h5_exists (bad, "t") && sl_h5_finish (bad, NULL));
        g_assert_null (sl_h5_read_double (bad, "t", 1, &n, &error));
      }
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, "huge-local-heap.h5"));
    g_clear_error (&error);
  }
}

typedef struct {
  SlH5 *file;
  gint given_up;
} Reader;

static gpointer
read_in_thread (gpointer data)
{
  Reader *self = data;
  GError *error = NULL;
  gsize n = 0;

  sl_cancel_watch (&self->given_up);
  g_assert_null (sl_h5_read_double (self->file, "good", 1, &n, &error));
  return error;
}

/* Who gives up does not wait until a damaged file has taken all its time, and nothing goes on reading. */
static void
test_given_up (void)
{
  g_autofree char *path = make_file ("given-up.h5", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_open (path, &error);
  Reader reader = { file, FALSE };
  const int process = child_of_task (getpid ());
  const gint64 begun = g_get_monotonic_time ();
  GThread *thread;

  g_assert_no_error (error);
  g_assert_cmpint (process, >, 0);
  g_assert_cmpint (kill (process, SIGSTOP), ==, 0);
  thread = g_thread_new ("reader", read_in_thread, &reader);
  g_usleep (G_USEC_PER_SEC / 5);
  g_assert_cmpint (kill (process, 0), ==, 0);
  g_atomic_int_set (&reader.given_up, TRUE);
  error = g_thread_join (thread);
  /* By itself it would end after 5 s. */
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 4 * G_USEC_PER_SEC);
  io_assert_error (&error, SL_ERROR_FILE, "given-up.h5", "cancelled");
  g_assert_cmpint (kill (process, 0), !=, 0);
}

static void
test_silence (void)
{
  g_autofree char *cut = io_path ("silent.h5");
  if (g_test_subprocess ())
    {
      g_autofree char *path = make_file ("whole.h5", NULL), *data = NULL;
      gsize size = 0;
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      g_assert_true (g_file_set_contents (cut, data, size - 1, NULL));
      g_assert_null (sl_h5_open (cut, NULL));
      g_thread_join (g_thread_new ("silence", fail_in_thread, cut));
      io_remove_folder ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*HDF5*");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hdf5/round-trip", test_round_trip);
  g_test_add_func ("/hdf5/compression", test_compression);
  g_test_add_func ("/hdf5/rows", test_rows);
  g_test_add_func ("/hdf5/absent", test_absent);
  g_test_add_func ("/hdf5/wrong-shape", test_wrong_shape);
  g_test_add_func ("/hdf5/atomic", test_atomic);
  g_test_add_func ("/hdf5/permissions-and-links", test_permissions_and_links);
  g_test_add_func ("/hdf5/unwritable", test_unwritable);
  g_test_add_func ("/hdf5/not-a-file", test_not_a_file);
  g_test_add_func ("/hdf5/truncated", test_truncated);
  g_test_add_func ("/hdf5/absurd-claims", test_absurd_claims);
  g_test_add_func ("/hdf5/foreign-types", test_foreign_types);
  g_test_add_func ("/hdf5/process", test_process);
  g_test_add_func ("/hdf5/given-up", test_given_up);
  g_test_add_func ("/hdf5/silence", test_silence);
  int result = g_test_run ();
  io_remove_folder ();
  return result;
}
