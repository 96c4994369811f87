/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-hdf5.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/io/sl-hdf5-private.h"

/* Smaller datasets are not compressed. */
#define COMPRESS_ABOVE 16384
#define CHUNK_BYTES (512 * 1024)
#define DEFLATE_LEVEL 4

static SlH5 *
create (const char *path, const char *temp, gboolean shared, GError **error)
{
  SL_H5_ENTER ();
  g_auto (H5Id) access = H5Pcreate (H5P_FILE_ACCESS);
  H5Pset_fclose_degree (access, H5F_CLOSE_STRONG);
  H5Pset_file_locking (access, FALSE, TRUE);
  if (shared)
    sl_h5_share_access (access);
  hid_t file = H5Fcreate (temp, H5F_ACC_TRUNC, H5P_DEFAULT, access);
  if (file < 0)
    {
      g_autofree char *reason = sl_h5_reason ();
      sl_h5_fail_file (error, path, _ ("the file cannot be written: %s"), reason);
      return NULL;
    }
  SlH5 *self = g_new0 (SlH5, 1);
  self->path = g_strdup (path);
  self->writing = TRUE;
  self->file = file;
  self->shared = shared;
  return self;
}

SlH5 *
sl_h5_create (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (SlNewFile) output = sl_new_file_begin (path, SL_FILE_SHARED, error);
  SlH5 *self = output != NULL ? create (path, sl_new_file_temporary (output), FALSE, error) : NULL;
  if (self != NULL)
    self->output = g_steal_pointer (&output);
  return self;
}

SlH5 *
sl_h5_create_shared (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL && sl_h5_can_share (), NULL);
  g_autoptr (SlNewFile) output =
      sl_h5_share_rank () == 0 ? sl_new_file_begin (path, SL_FILE_SHARED, error) : NULL;
  g_autofree char *temp = sl_h5_share_text (output != NULL ? sl_new_file_temporary (output) : NULL);
  SlH5 *self = temp != NULL ? create (path, temp, TRUE, error) : NULL;
  if (self != NULL)
    self->output = g_steal_pointer (&output);
  if (temp != NULL && !sl_h5_share_agree (self != NULL))
    g_clear_pointer (&self, sl_h5_close);
  if (self == NULL && error != NULL && *error == NULL)
    sl_h5_fail_file (error, path, _ ("another process could not write the file"));
  return self;
}

/* Writes what HDF5 still holds. NULL, or the reason of a failure. */
static char *
finish (SlH5 *self)
{
  SL_H5_ENTER ();
  sl_h5_drop_kept (self);
  herr_t flushed = H5Fflush (self->file, H5F_SCOPE_GLOBAL);
  g_autofree char *reason = flushed < 0 ? sl_h5_reason () : NULL;
  herr_t closed = H5Fclose (self->file);
  self->file = -1;
  if (flushed >= 0 && closed < 0)
    reason = sl_h5_reason ();
  return g_steal_pointer (&reason);
}

/* Where all ranks write together: whether it went well for all. */
static gboolean
all_agree (SlH5 *self, gboolean good)
{
  return self->shared ? sl_h5_share_agree (good) : good;
}

gboolean
sl_h5_commit (SlH5 *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_autofree char *reason = finish (self);
  gboolean mine = reason == NULL, good = all_agree (self, mine);
  if (!mine)
    sl_h5_fail_file (error, self->path, _ ("the file cannot be written: %s"), reason);
  if (good)
    {
      mine = self->output == NULL || sl_new_file_commit (self->output, error);
      good = all_agree (self, mine);
    }
  if (mine && !good)
    sl_h5_fail_file (error, self->path, _ ("another process could not write the file"));
  self->writing = !good;
  return good;
}

/* A property list that stores a dataset of this size: in chunks of whole rows
 * where it is worth compressing. */
static hid_t
storage_of (guint rank, const gsize *dims, gsize n, gsize size)
{
  hid_t plist = H5Pcreate (H5P_DATASET_CREATE);
  /* The same results make the same file whenever they are written. */
  H5Pset_obj_track_times (plist, FALSE);
  if (rank == 0 || n * size < COMPRESS_ABOVE)
    return plist;
  hsize_t chunk[SL_H5_MAX_RANK];
  gsize bytes = size;
  for (guint i = rank; i-- > 0;)
    {
      chunk[i] = CLAMP (CHUNK_BYTES / bytes, 1, dims[i]);
      bytes *= chunk[i];
    }
  H5Pset_chunk (plist, rank, chunk);
  H5Pset_shuffle (plist);
  H5Pset_deflate (plist, DEFLATE_LEVEL);
  return plist;
}

/* Writes rows of a dataset; a dataset without rows is written by the first rank. */
static herr_t
write_rows (SlH5 *self, hid_t set, hid_t space, guint rank, const hsize_t *shape, const SlH5Rows *rows,
            hid_t memory_type, const void *data)
{
  hsize_t begin[SL_H5_MAX_RANK] = { rows->first }, count[SL_H5_MAX_RANK];
  memcpy (count, shape, rank * sizeof *count);
  count[0] = rows->n;
  g_auto (H5Id) memory = H5Screate_simple (rank, count, NULL);
  g_auto (H5Id) transfer = self->shared ? sl_h5_share_transfer () : H5Pcreate (H5P_DATASET_XFER);
  if (rows->n == 0)
    {
      H5Sselect_none (memory);
      H5Sselect_none (space);
    }
  else
    H5Sselect_hyperslab (space, H5S_SELECT_SET, begin, NULL, count, NULL);
  return H5Dwrite (set, memory_type, memory, space, transfer, data);
}

/* Creates a dataset; one that is to be written some rows at a time stays open. */
static hid_t
create_set (SlH5 *self, const char *name, guint rank, const gsize *dims, gsize n, hid_t space, hid_t type,
            gboolean keep)
{
  g_auto (H5Id) storage = storage_of (rank, dims, n, H5Tget_size (type));
  g_auto (H5Id) links = H5Pcreate (H5P_LINK_CREATE);
  H5Pset_create_intermediate_group (links, 1);
  const hid_t set = H5Dcreate2 (self->file, name, type, space, links, storage, H5P_DEFAULT);
  if (set >= 0 && keep)
    sl_h5_keep (self, name, set);
  return set;
}

/* rows: NULL, or rows of a dataset of rank 1 or more. */
static gboolean
write_set (SlH5 *self, const char *name, guint rank, const gsize *dims, const SlH5Rows *rows, hid_t file_type,
           hid_t memory_type, const void *data, GError **error)
{
  gsize n = 1;
  hsize_t shape[SL_H5_MAX_RANK];
  for (guint i = 0; i < rank; i++)
    {
      shape[i] = dims[i];
      n *= dims[i];
    }
  gboolean first = !self->shared || sl_h5_share_rank () == 0, some = rows != NULL;
  SlH5Rows whole = { 0, first && rank > 0 ? dims[0] : 0 };
  if (self->shared && rows == NULL && rank > 0)
    rows = &whole;
  g_auto (H5Id) space = rank == 0 ? H5Screate (H5S_SCALAR) : H5Screate_simple (rank, shape, NULL);
  g_auto (H5Id) set = some ? sl_h5_kept (self, name) : -1;
  if (set < 0)
    set = create_set (self, name, rank, dims, n, space, file_type, some);
  gboolean good = set >= 0;
  /* All ranks agree here before the next collective call. */
  if (self->shared)
    good = sl_h5_share_agree (good);
  if (good && n > 0)
    good = (rows != NULL ? write_rows (self, set, space, rank, shape, rows, memory_type, data)
                         : H5Dwrite (set, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data)) >= 0;
  g_autofree char *reason = good ? NULL : sl_h5_reason ();
  if (self->shared && !sl_h5_share_agree (good) && good)
    {
      reason = g_strdup (_ ("another process could not"));
      good = FALSE;
    }
  if (!good)
    {
      g_autofree char *what = g_strdup_printf (_ ("%s cannot be written: %s"), name, reason);
      sl_h5_fail_file (error, self->path, "%s", what);
    }
  return good;
}

gboolean
sl_h5_write_double (SlH5 *self, const char *name, guint rank, const gsize *dims, const double *data,
                    GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (name != NULL && rank <= SL_H5_MAX_RANK && (rank == 0 || dims != NULL), FALSE);
  SL_H5_ENTER ();
  return write_set (self, name, rank, dims, NULL, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, data, error);
}

gboolean
sl_h5_write_float (SlH5 *self, const char *name, guint rank, const gsize *dims, const float *data,
                   GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (name != NULL && rank <= SL_H5_MAX_RANK && (rank == 0 || dims != NULL), FALSE);
  SL_H5_ENTER ();
  return write_set (self, name, rank, dims, NULL, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, data, error);
}

gboolean
sl_h5_write_rows_double (SlH5 *self, const char *name, guint rank, const gsize *dims, gsize first,
                         gsize n_rows, const double *data, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (name != NULL && rank > 0 && rank <= SL_H5_MAX_RANK && dims != NULL, FALSE);
  g_return_val_if_fail (first <= dims[0] && n_rows <= dims[0] - first, FALSE);
  SlH5Rows rows = { first, n_rows };
  SL_H5_ENTER ();
  return write_set (self, name, rank, dims, &rows, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, data, error);
}

gboolean
sl_h5_write_rows_float (SlH5 *self, const char *name, guint rank, const gsize *dims, gsize first,
                        gsize n_rows, const float *data, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (name != NULL && rank > 0 && rank <= SL_H5_MAX_RANK && dims != NULL, FALSE);
  g_return_val_if_fail (first <= dims[0] && n_rows <= dims[0] - first, FALSE);
  SlH5Rows rows = { first, n_rows };
  SL_H5_ENTER ();
  return write_set (self, name, rank, dims, &rows, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, data, error);
}

static hid_t
text_type (gsize size)
{
  hid_t type = H5Tcopy (H5T_C_S1);
  H5Tset_size (type, MAX (size, 1));
  H5Tset_strpad (type, H5T_STR_NULLPAD);
  H5Tset_cset (type, H5T_CSET_UTF8);
  return type;
}

/* Strings side by side, size bytes each; g_free. */
static char *
pack_strings (const char *const *strings, gsize n, gsize size)
{
  char *data = g_malloc0_n (n + 1, size);
  for (gsize i = 0; i < n; i++)
    memcpy (data + i * size, strings[i], MIN (strlen (strings[i]), size));
  return data;
}

gboolean
sl_h5_write_strings (SlH5 *self, const char *name, const char *const *strings, gsize n, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (name != NULL && (n == 0 || strings != NULL), FALSE);
  gsize size = 1;
  for (gsize i = 0; i < n; i++)
    size = MAX (size, strlen (strings[i]));
  g_autofree char *data = pack_strings (strings, n, size);
  SL_H5_ENTER ();
  g_auto (H5Id) type = text_type (size);
  return write_set (self, name, 1, &n, NULL, type, type, data, error);
}

gboolean
sl_h5_write_rows_strings (SlH5 *self, const char *name, gsize n, gsize length, gsize first, gsize n_rows,
                          const char *const *strings, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0 && name != NULL, FALSE);
  g_return_val_if_fail (first <= n && n_rows <= n - first, FALSE);
  SlH5Rows rows = { first, n_rows };
  g_autofree char *data = pack_strings (strings, n_rows, MAX (length, 1));
  SL_H5_ENTER ();
  g_auto (H5Id) type = text_type (length);
  return write_set (self, name, 1, &n, &rows, type, type, data, error);
}

static gboolean
set_attribute (SlH5 *self, const char *object, const char *name, hid_t type, const void *value,
               GError **error)
{
  if (!sl_h5_has (self, object))
    {
      sl_check_fail (error, self->path, object,
                     _ ("expected an object to describe, found none of this name"));
      return FALSE;
    }
  if (H5Aexists_by_name (self->file, object, name, H5P_DEFAULT) > 0)
    H5Adelete_by_name (self->file, object, name, H5P_DEFAULT);
  g_auto (H5Id) space = H5Screate (H5S_SCALAR);
  g_auto (H5Id) attribute =
      H5Acreate_by_name (self->file, object, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  if (attribute < 0 || H5Awrite (attribute, type, value) < 0)
    {
      g_autofree char *reason = sl_h5_reason ();
      g_autofree char *what =
          g_strdup_printf (_ ("attribute %s of %s cannot be written: %s"), name, object, reason);
      sl_h5_fail_file (error, self->path, "%s", what);
      return FALSE;
    }
  return TRUE;
}

gboolean
sl_h5_set_attribute_string (SlH5 *self, const char *object, const char *name, const char *value,
                            GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (object != NULL && name != NULL && value != NULL, FALSE);
  SL_H5_ENTER ();
  g_auto (H5Id) type = text_type (strlen (value));
  return set_attribute (self, object, name, type, value, error);
}

gboolean
sl_h5_set_attribute_double (SlH5 *self, const char *object, const char *name, double value, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (object != NULL && name != NULL, FALSE);
  SL_H5_ENTER ();
  return set_attribute (self, object, name, H5T_NATIVE_DOUBLE, &value, error);
}
