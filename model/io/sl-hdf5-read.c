/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading of datasets, wholly or some rows at a time. */
#include "model/io/sl-hdf5-process.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/support/sl-size.h"

/* Datasets that are read some rows at a time may be longer than memory. */
#define MOST_OF_ROWS (G_MAXSIZE / sizeof (double) / 2)
/* Most bytes of chunks that are kept for the next rows, and places for chunks: a prime number. */
#define MOST_CACHE ((gsize) 512 << 20)
#define CACHE_PLACES 12421

/* --- datasets that are read or written some rows at a time ----------------- */

hid_t
sl_h5_kept (SlH5 *self, const char *name)
{
  const hid_t *kept = self->kept != NULL ? g_hash_table_lookup (self->kept, name) : NULL;
  if (kept == NULL)
    return -1;
  H5Iinc_ref (*kept);
  return *kept;
}

void
sl_h5_keep (SlH5 *self, const char *name, hid_t set)
{
  if (self->kept == NULL)
    self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  H5Iinc_ref (set);
  g_hash_table_insert (self->kept, g_strdup (name), g_memdup2 (&set, sizeof set));
}

void
sl_h5_drop_kept (SlH5 *self)
{
  GHashTableIter at;
  gpointer set;
  if (self->kept == NULL)
    return;
  g_hash_table_iter_init (&at, self->kept);
  while (g_hash_table_iter_next (&at, NULL, &set))
    H5Idec_ref (*(hid_t *) set);
  g_hash_table_remove_all (self->kept);
}

/* Bytes of the chunks that rows lie in, side by side: with these in memory, pieces that are read one after
 * the other decompress each chunk once. 0: there are no chunks. */
static gsize
bytes_of_chunks (hid_t set, guint rank, const gsize *dims)
{
  g_auto (H5Id) plist = H5Dget_create_plist (set);
  g_auto (H5Id) type = H5Dget_type (set);
  hsize_t chunk[SL_H5_MAX_RANK] = { 0 };
  gsize bytes = H5Tget_size (type);
  if (plist < 0 || H5Pget_layout (plist) != H5D_CHUNKED
      || H5Pget_chunk (plist, SL_H5_MAX_RANK, chunk) != (int) rank)
    return 0;
  for (guint i = 0; i < rank; i++)
    if (!sl_size_times (bytes, chunk[i] * (i > 0 ? dims[i] / MAX (chunk[i], 1) + 1 : 1), &bytes))
      return MOST_CACHE;
  return MIN (bytes, MOST_CACHE);
}

/* Opens a dataset again with memory for its chunks, and keeps it open, unless it is. */
static gboolean
keep_for_rows (SlH5 *self, const char *name, hid_t *set, guint rank, const gsize *dims)
{
  gsize bytes;
  if (self->kept != NULL && g_hash_table_contains (self->kept, name))
    return TRUE;
  bytes = bytes_of_chunks (*set, rank, dims);
  g_auto (H5Id) access = H5Pcreate (H5P_DATASET_ACCESS);
  if (bytes > 0)
    {
      H5Pset_chunk_cache (access, CACHE_PLACES, bytes, 1.0);
      sl_h5_helper_make_room (2 * bytes);
      /* Only the first that opens it says how much memory there is. */
      H5Idec_ref (*set);
      *set = H5Dopen2 (self->file, name, access);
    }
  if (*set >= 0)
    sl_h5_keep (self, name, *set);
  return *set >= 0;
}

/* A dataset to be read and its shape: one that is kept, or opened now. -1 with an error. */
static hid_t
open_to_read (SlH5 *self, const char *name, guint *rank, gsize dims[SL_H5_MAX_RANK], GError **error)
{
  g_auto (H5Id) kept = sl_h5_kept (self, name);
  hsize_t found[SL_H5_MAX_RANK] = { 0 };
  hid_t set = kept;
  if (kept < 0)
    return sl_h5_open_set (self, name, rank, dims, error);
  g_auto (H5Id) space = H5Dget_space (kept);
  *rank = (guint) MAX (H5Sget_simple_extent_dims (space, found, NULL), 0);
  for (guint i = 0; i < *rank; i++)
    dims[i] = found[i];
  kept = -1;
  return set;
}

/* Whether a dataset has these rows. */
static gboolean
has_rows (SlH5 *self, const char *name, const SlH5Rows *rows, guint rank, const gsize *dims, GError **error)
{
  if (rank > 0 && rows->first <= dims[0] && rows->n <= dims[0] - rows->first)
    return TRUE;
  sl_check_fail (error, self->path, name, _ ("expected at least %zu rows, found %zu"), rows->first + rows->n,
                 rank > 0 ? dims[0] : 0);
  return FALSE;
}

/* Reads a dataset, or some rows of it. */
static herr_t
read_into (hid_t set, const SlH5Rows *rows, guint rank, const gsize *dims, hid_t type, hid_t transfer,
           void *data)
{
  hsize_t begin[SL_H5_MAX_RANK] = { 0 }, count[SL_H5_MAX_RANK] = { 0 };
  if (rows == NULL)
    return H5Dread (set, type, H5S_ALL, H5S_ALL, transfer, data);
  begin[0] = rows->first;
  for (guint i = 0; i < rank; i++)
    count[i] = i > 0 ? dims[i] : rows->n;
  g_auto (H5Id) space = H5Dget_space (set);
  g_auto (H5Id) memory = H5Screate_simple ((int) rank, count, NULL);
  H5Sselect_hyperslab (space, H5S_SELECT_SET, begin, NULL, count, NULL);
  return H5Dread (set, type, memory, space, transfer, data);
}

/* --- numbers -------------------------------------------------------------- */

/* Whether a dataset has numbers in the shape that is asked. */
static gboolean
check_numbers (SlH5 *self, const char *name, hid_t type, guint rank, const gsize *dims, guint found_rank,
               const gsize *found, GError **error)
{
  H5T_class_t class = H5Tget_class (type);
  if (class != H5T_INTEGER && class != H5T_FLOAT)
    {
      sl_check_fail (error, self->path, name,
                     class == H5T_STRING ? _ ("expected numbers, found strings")
                                         : _ ("expected numbers, found another type"));
      return FALSE;
    }
  if (found_rank != rank)
    {
      g_autofree char *shape = sl_h5_shape_text (found_rank, found, FALSE);
      sl_check_fail (error, self->path, name, _ ("expected %u dimensions, found %u with the shape %s"), rank,
                     found_rank, shape);
      return FALSE;
    }
  for (guint i = 0; i < rank; i++)
    if (dims[i] != 0 && dims[i] != found[i])
      {
        g_autofree char *expected = sl_h5_shape_text (rank, dims, TRUE);
        g_autofree char *shape = sl_h5_shape_text (rank, found, FALSE);
        sl_check_fail (error, self->path, name, _ ("expected the shape %s, found %s"), expected, shape);
        return FALSE;
      }
  return TRUE;
}

/* rows: NULL for all. */
static void *
read_numbers (SlH5 *self, const char *name, guint rank, gsize *dims, const SlH5Rows *rows, hid_t memory_type,
              gsize size, GError **error)
{
  SL_H5_ENTER ();
  guint found_rank = 0;
  gsize found[SL_H5_MAX_RANK] = { 0 }, asked[SL_H5_MAX_RANK] = { 0 }, n = 0;
  g_auto (H5Id) set = open_to_read (self, name, &found_rank, found, error);
  if (set < 0)
    return NULL;
  g_auto (H5Id) type = H5Dget_type (set);
  if (!check_numbers (self, name, type, rank, dims, found_rank, found, error)
      || !sl_h5_check_storage (self, name, set, rank, found,
                               rows != NULL ? MOST_OF_ROWS : SL_SIZE_MOST_VALUES, &n, error)
      || (rows != NULL && !has_rows (self, name, rows, rank, found, error)))
    return NULL;
  memcpy (asked, found, sizeof asked);
  if (rows != NULL)
    asked[0] = rows->n;
  if (!sl_size_values (rank, asked, SL_SIZE_MOST_VALUES, &n))
    {
      sl_check_fail (error, self->path, name, _ ("not enough memory for %zu values"), n);
      return NULL;
    }
  sl_h5_helper_make_room (n * MAX (size, H5Tget_size (type)));
  if (rows != NULL && !keep_for_rows (self, name, &set, rank, found))
    {
      sl_h5_fail_set (error, self, name);
      return NULL;
    }
  g_autofree void *data = sl_size_try_new (n, 1, size);
  if (data == NULL)
    {
      sl_check_fail (error, self->path, name, _ ("not enough memory for %zu values"), n);
      return NULL;
    }
  if (n > 0 && read_into (set, rows, rank, found, memory_type, H5P_DEFAULT, data) < 0)
    {
      sl_h5_fail_set (error, self, name);
      return NULL;
    }
  for (guint i = 0; i < rank; i++)
    dims[i] = found[i];
  return g_steal_pointer (&data);
}

double *
sl_h5_read_double (SlH5 *self, const char *name, guint rank, gsize *dims, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && rank <= SL_H5_MAX_RANK && (rank == 0 || dims != NULL),
                        NULL);
  if (self->process != NULL)
    return sl_h5_process_numbers (self->process, SL_H5_ASK_DOUBLE, name, rank, dims, NULL, error);
  return read_numbers (self, name, rank, dims, NULL, H5T_NATIVE_DOUBLE, sizeof (double), error);
}

double *
sl_h5_read_rows_double (SlH5 *self, const char *name, guint rank, gsize *dims, gsize first, gsize n_rows,
                        GError **error)
{
  const SlH5Rows rows = { first, n_rows };
  g_return_val_if_fail (self != NULL && name != NULL && rank > 0 && rank <= SL_H5_MAX_RANK && dims != NULL,
                        NULL);
  if (self->process != NULL)
    return sl_h5_process_numbers (self->process, SL_H5_ASK_DOUBLE, name, rank, dims, &rows, error);
  return read_numbers (self, name, rank, dims, &rows, H5T_NATIVE_DOUBLE, sizeof (double), error);
}

float *
sl_h5_read_float (SlH5 *self, const char *name, guint rank, gsize *dims, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && rank <= SL_H5_MAX_RANK && (rank == 0 || dims != NULL),
                        NULL);
  if (self->process != NULL)
    return sl_h5_process_numbers (self->process, SL_H5_ASK_FLOAT, name, rank, dims, NULL, error);
  return read_numbers (self, name, rank, dims, NULL, H5T_NATIVE_FLOAT, sizeof (float), error);
}

gboolean
sl_h5_is_variable_string (hid_t type)
{
  return H5Tis_variable_str (type) > 0;
}

char *
sl_h5_displayable (const char *text)
{
  return text == NULL ? g_strdup ("") : g_utf8_make_valid (text, -1);
}

hid_t
sl_h5_string_memory_type (hid_t type)
{
  hid_t memory = H5Tcopy (H5T_C_S1);
  H5Tset_cset (memory, H5Tget_cset (type));
  H5Tset_size (memory, sl_h5_is_variable_string (type) ? H5T_VARIABLE : H5Tget_size (type) + 1);
  return memory;
}

/* Memory for texts of variable length: of many that are one in the file, all together are what counts. */
static void *
take_text_cb (size_t size, void *data)
{
  gsize *left = data;
  if (size > *left)
    return NULL;
  *left -= size;
  return g_try_malloc (MAX (size, 1));
}

static void
drop_text_cb (void *text, void *data)
{
  g_free (text);
}

/* n strings: all, or rows. */
static char **
read_string_set (SlH5 *self, const char *name, hid_t set, hid_t type, const SlH5Rows *rows, gsize n,
                 GError **error)
{
  gboolean variable = sl_h5_is_variable_string (type);
  gsize size = variable ? sizeof (char *) : H5Tget_size (type) + 1, bytes, left = SL_SIZE_MOST_TEXT;
  if (size > SL_SIZE_MOST_STRING || !sl_size_times (n, size, &bytes) || bytes > SL_SIZE_MOST_TEXT)
    {
      sl_check_fail (error, self->path, name,
                     _ ("expected at most %zu bytes for a string and %zu for all, found %zu strings of %zu"),
                     SL_SIZE_MOST_STRING, SL_SIZE_MOST_TEXT, n, size - 1);
      return NULL;
    }
  sl_h5_helper_make_room (2 * bytes + n * sizeof (char *));
  g_autofree char *data = sl_size_try_new (n, 1, size);
  g_auto (GStrv) strings = sl_size_try_new (n, 1, sizeof (char *));
  if (data == NULL || strings == NULL)
    {
      sl_check_fail (error, self->path, name, _ ("not enough memory for %zu strings"), n);
      return NULL;
    }
  g_auto (H5Id) memory = sl_h5_string_memory_type (type);
  const hsize_t count = n;
  g_auto (H5Id) space = H5Screate_simple (1, &count, NULL);
  g_auto (H5Id) transfer = H5Pcreate (H5P_DATASET_XFER);
  H5Pset_vlen_mem_manager (transfer, take_text_cb, &left, drop_text_cb, NULL);
  const gboolean good = n == 0 || read_into (set, rows, 1, &n, memory, transfer, data) >= 0;
  if (!good)
    sl_h5_fail_set (error, self, name);
  for (gsize i = 0; i < n && good; i++)
    strings[i] = sl_h5_displayable (variable ? ((char **) data)[i] : data + i * size);
  if (variable)
    H5Dvlen_reclaim (memory, space, transfer, data);
  return good ? g_steal_pointer (&strings) : NULL;
}

/* rows: NULL for all. */
static char **
read_strings (SlH5 *self, const char *name, gsize *n, const SlH5Rows *rows, GError **error)
{
  SL_H5_ENTER ();
  guint rank = 0;
  gsize dims[SL_H5_MAX_RANK] = { 0 };
  g_auto (H5Id) set = open_to_read (self, name, &rank, dims, error);
  if (set < 0)
    return NULL;
  g_auto (H5Id) type = H5Dget_type (set);
  if (H5Tget_class (type) != H5T_STRING)
    {
      sl_check_fail (error, self->path, name, _ ("expected strings, found another type"));
      return NULL;
    }
  if (rank != 1)
    {
      g_autofree char *shape = sl_h5_shape_text (rank, dims, FALSE);
      sl_check_fail (error, self->path, name, _ ("expected %u dimensions, found %u with the shape %s"), 1,
                     rank, shape);
      return NULL;
    }
  gsize length = 0;
  if (!sl_h5_check_storage (self, name, set, rank, dims, rows != NULL ? MOST_OF_ROWS : SL_SIZE_MOST_VALUES,
                            &length, error)
      || (rows != NULL && !has_rows (self, name, rows, rank, dims, error)))
    return NULL;
  if (rows != NULL)
    length = rows->n;
  if (length > SL_SIZE_MOST_STRINGS)
    {
      sl_check_fail (error, self->path, name, _ ("expected at most %zu strings, found %zu"),
                     SL_SIZE_MOST_STRINGS, length);
      return NULL;
    }
  if (rows != NULL && !keep_for_rows (self, name, &set, rank, dims))
    {
      sl_h5_fail_set (error, self, name);
      return NULL;
    }
  char **strings = read_string_set (self, name, set, type, rows, length, error);
  if (strings != NULL && n != NULL)
    *n = length;
  return strings;
}

char **
sl_h5_read_strings (SlH5 *self, const char *name, gsize *n, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  if (self->process != NULL)
    return sl_h5_process_texts (self->process, SL_H5_ASK_STRINGS, name, n, NULL, error);
  return read_strings (self, name, n, NULL, error);
}

char **
sl_h5_read_rows_strings (SlH5 *self, const char *name, gsize first, gsize n_rows, GError **error)
{
  const SlH5Rows rows = { first, n_rows };
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  if (self->process != NULL)
    return sl_h5_process_texts (self->process, SL_H5_ASK_STRINGS, name, NULL, &rows, error);
  return read_strings (self, name, NULL, &rows, error);
}
