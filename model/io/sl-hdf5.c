/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-hdf5.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/files/sl-kept-files.h"
#include "model/io/sl-hdf5-private.h"

/* No file for this program has more numbers in one dataset: a header that claims more is damaged. 2^28 floats
 * are 1 GiB. */
#define MAX_ELEMENTS (G_GUINT64_CONSTANT (1) << 28)
#define MAX_STRING 65536
/* Deflate cannot shrink data by more than a factor of 1032. */
#define MAX_DEFLATION 1032

/* HDF5 may have been built without thread safety: one lock covers all of it. Whether it prints errors is a
 * setting of each thread. */
static GMutex h5_mutex;

GMutexLocker *
sl_h5_enter (void)
{
  static gboolean begun;
  GMutexLocker *locker = g_mutex_locker_new (&h5_mutex);
  if (!begun)
    {
      /* At the end of the process the library would write what a full disk has refused before, and crash. */
      H5dont_atexit ();
      begun = TRUE;
    }
  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  return locker;
}

static herr_t
first_reason_cb (unsigned n, const H5E_error2_t *entry, void *data)
{
  char **reason = data;
  if (*reason == NULL && entry->desc != NULL && *entry->desc != 0)
    *reason = g_strdup (entry->desc);
  return 0;
}

char *
sl_h5_reason (void)
{
  char *reason = NULL;
  H5Ewalk2 (H5E_DEFAULT, H5E_WALK_UPWARD, first_reason_cb, &reason);
  return reason != NULL ? reason : g_strdup (_ ("no reason given"));
}

void
sl_h5_fail_file (GError **error, const char *path, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, "%s: %s", path, what);
}

/* A link may be broken, and H5Lexists() checks one step of a path at a time. */
gboolean
sl_h5_has (hid_t file, const char *name)
{
  if (*name == 0)
    return FALSE;
  g_autofree char *path = g_strdup (name);
  for (char *p = path + 1; *p != 0; p++)
    if (*p == '/' && p[-1] != '/')
      {
        *p = 0;
        if (H5Lexists (file, path, H5P_DEFAULT) <= 0)
          return FALSE;
        *p = '/';
      }
  if (path[strspn (path, "/")] == 0)
    return TRUE;
  return H5Lexists (file, path, H5P_DEFAULT) > 0 && H5Oexists_by_name (file, path, H5P_DEFAULT) > 0;
}

SlH5 *
sl_h5_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  GStatBuf status;
  if (g_stat (path, &status) != 0)
    {
      sl_h5_fail_file (error, path, _ ("expected an HDF5 file, but it cannot be opened: %s"),
                       g_strerror (errno));
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      sl_h5_fail_file (error, path,
                       S_ISDIR (status.st_mode)
                           ? _ ("expected an HDF5 file, found a folder")
                           : _ ("expected an HDF5 file, found something that is no file"));
      return NULL;
    }
  if (g_access (path, R_OK) != 0)
    {
      sl_h5_fail_file (error, path, _ ("expected an HDF5 file, but it cannot be read: %s"),
                       g_strerror (errno));
      return NULL;
    }
  if (status.st_size == 0)
    {
      sl_h5_fail_file (error, path, _ ("expected an HDF5 file, found an empty file"));
      return NULL;
    }

  SL_H5_ENTER ();
  if (H5Fis_hdf5 (path) <= 0)
    {
      sl_h5_fail_file (error, path, _ ("expected an HDF5 file, found another kind of file"));
      return NULL;
    }
  g_auto (H5Id) access = H5Pcreate (H5P_FILE_ACCESS);
  H5Pset_fclose_degree (access, H5F_CLOSE_STRONG);
  /* Reading needs no lock, and network and read-only file systems have none. */
  H5Pset_file_locking (access, FALSE, TRUE);
  hid_t file = H5Fopen (path, H5F_ACC_RDONLY, access);
  if (file < 0)
    {
      g_autofree char *reason = sl_h5_reason ();
      sl_h5_fail_file (error, path, _ ("the HDF5 file is damaged or incomplete: %s"), reason);
      return NULL;
    }
  SlH5 *self = g_new0 (SlH5, 1);
  self->path = g_strdup (path);
  self->file = file;
  sl_file_keep (path);
  return self;
}

void
sl_h5_close (SlH5 *self)
{
  if (self == NULL)
    return;
  if (self->file >= 0)
    {
      SL_H5_ENTER ();
      H5Fclose (self->file);
    }
  g_clear_pointer (&self->output, sl_new_file_free);
  g_free (self->path);
  g_free (self);
}

gboolean
sl_h5_exists (SlH5 *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);
  SL_H5_ENTER ();
  return sl_h5_has (self->file, name);
}

void
sl_h5_fail_set (GError **error, SlH5 *self, const char *name)
{
  g_autofree char *reason = sl_h5_reason ();
  sl_check_fail (error, self->path, name, _ ("the HDF5 file is damaged or incomplete: %s"), reason);
}

static char *
shape_string (guint rank, const gsize *dims, gboolean zero_is_any)
{
  GString *text = g_string_new ("(");
  for (guint i = 0; i < rank; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      if (dims[i] == 0 && zero_is_any)
        g_string_append (text, _ ("any"));
      else
        g_string_append_printf (text, "%zu", dims[i]);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* Opens a dataset and gets its shape. The identifier, or -1 with an error. */
static hid_t
open_set (SlH5 *self, const char *name, guint *rank, gsize dims[SL_H5_MAX_RANK], GError **error)
{
  if (!sl_h5_has (self->file, name))
    {
      sl_check_fail (error, self->path, name, _ ("expected a dataset, found none of this name"));
      return -1;
    }
  g_auto (H5Id) object = H5Oopen (self->file, name, H5P_DEFAULT);
  if (object < 0)
    {
      sl_h5_fail_set (error, self, name);
      return -1;
    }
  if (H5Iget_type (object) != H5I_DATASET)
    {
      sl_check_fail (error, self->path, name, _ ("expected a dataset, found a group or type"));
      return -1;
    }
  g_auto (H5Id) space = H5Dget_space (object);
  if (space < 0)
    {
      sl_h5_fail_set (error, self, name);
      return -1;
    }
  int n = H5Sget_simple_extent_ndims (space);
  if (n < 0 || n > SL_H5_MAX_RANK || H5Sget_simple_extent_type (space) == H5S_NULL)
    {
      sl_check_fail (error, self->path, name, _ ("expected at most %d dimensions with values, found %d"),
                     SL_H5_MAX_RANK, n);
      return -1;
    }
  hsize_t found[SL_H5_MAX_RANK] = { 0 };
  H5Sget_simple_extent_dims (space, found, NULL);
  *rank = n;
  for (int i = 0; i < n; i++)
    dims[i] = found[i];
  hid_t set = object;
  object = -1;
  return set;
}

gboolean
sl_h5_shape (SlH5 *self, const char *name, guint *rank, gsize dims[8], GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && rank != NULL && dims != NULL, FALSE);
  SL_H5_ENTER ();
  g_auto (H5Id) set = open_set (self, name, rank, dims, error);
  return set >= 0;
}

/* Number of elements of size bytes to read, or G_MAXSIZE with an error where the header claims more than the
 * file can store. */
static gsize
believable_length (SlH5 *self, const char *name, hid_t set, guint rank, const gsize *dims, GError **error)
{
  guint64 n = 1;
  gboolean empty = FALSE;
  for (guint i = 0; i < rank; i++)
    {
      empty |= dims[i] == 0;
      n = dims[i] == 0 || n > MAX_ELEMENTS || dims[i] > MAX_ELEMENTS ? MAX (n, dims[i]) : n * dims[i];
    }
  if (empty)
    return 0;
  g_autofree char *shape = shape_string (rank, dims, FALSE);
  if (n > MAX_ELEMENTS)
    {
      sl_check_fail (error, self->path, name,
                     _ ("expected at most %" PRIu64 " values, found the shape %s"), MAX_ELEMENTS,
                     shape);
      return G_MAXSIZE;
    }
  g_auto (H5Id) type = H5Dget_type (set);
  g_auto (H5Id) plist = H5Dget_create_plist (set);
  H5D_layout_t layout = plist < 0 ? H5D_LAYOUT_ERROR : H5Pget_layout (plist);
  if (type < 0 || layout == H5D_LAYOUT_ERROR)
    {
      sl_h5_fail_set (error, self, name);
      return G_MAXSIZE;
    }
  guint64 claimed = n * H5Tget_size (type), stored = H5Dget_storage_size (set);
  guint64 most = layout == H5D_CHUNKED ? stored * MAX_DEFLATION : stored;
  if (layout != H5D_VIRTUAL && most < claimed)
    {
      sl_check_fail (error, self->path, name,
                     _ ("expected %" PRIu64 " bytes for the shape %s, found %" PRIu64
                        " stored"),
                     claimed, shape, stored);
      return G_MAXSIZE;
    }
  return n;
}

static void *
read_numbers (SlH5 *self, const char *name, guint rank, gsize *dims, hid_t memory_type, gsize size,
              GError **error)
{
  SL_H5_ENTER ();
  guint found_rank = 0;
  gsize found[SL_H5_MAX_RANK] = { 0 };
  g_auto (H5Id) set = open_set (self, name, &found_rank, found, error);
  if (set < 0)
    return NULL;
  g_auto (H5Id) type = H5Dget_type (set);
  H5T_class_t class = H5Tget_class (type);
  if (class != H5T_INTEGER && class != H5T_FLOAT)
    {
      sl_check_fail (error, self->path, name,
                     class == H5T_STRING ? _ ("expected numbers, found strings")
                                         : _ ("expected numbers, found another type"));
      return NULL;
    }
  if (found_rank != rank)
    {
      g_autofree char *shape = shape_string (found_rank, found, FALSE);
      sl_check_fail (error, self->path, name, _ ("expected %u dimensions, found %u with the shape %s"), rank,
                     found_rank, shape);
      return NULL;
    }
  for (guint i = 0; i < rank; i++)
    if (dims[i] != 0 && dims[i] != found[i])
      {
        g_autofree char *expected = shape_string (rank, dims, TRUE);
        g_autofree char *shape = shape_string (rank, found, FALSE);
        sl_check_fail (error, self->path, name, _ ("expected the shape %s, found %s"), expected, shape);
        return NULL;
      }
  gsize n = believable_length (self, name, set, rank, found, error);
  if (n == G_MAXSIZE)
    return NULL;
  /* One spare element: an empty dataset is an array, too, not NULL. */
  g_autofree void *data = g_try_malloc_n (n + 1, size);
  if (data == NULL)
    {
      sl_check_fail (error, self->path, name, _ ("not enough memory for %zu values"), n);
      return NULL;
    }
  if (n > 0 && H5Dread (set, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
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
  return read_numbers (self, name, rank, dims, H5T_NATIVE_DOUBLE, sizeof (double), error);
}

float *
sl_h5_read_float (SlH5 *self, const char *name, guint rank, gsize *dims, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && rank <= SL_H5_MAX_RANK && (rank == 0 || dims != NULL),
                        NULL);
  return read_numbers (self, name, rank, dims, H5T_NATIVE_FLOAT, sizeof (float), error);
}

static gboolean
is_variable_string (hid_t type)
{
  return H5Tis_variable_str (type) > 0;
}

/* Valid UTF-8 for messages: HDF5’s note of the encoding is not reliable. */
static char *
displayable (const char *text)
{
  return text == NULL ? g_strdup ("") : g_utf8_make_valid (text, -1);
}

/* The type with which to read strings of the file's type, fixed or variable. */
static hid_t
string_memory_type (hid_t type)
{
  hid_t memory = H5Tcopy (H5T_C_S1);
  H5Tset_cset (memory, H5Tget_cset (type));
  H5Tset_size (memory, is_variable_string (type) ? H5T_VARIABLE : H5Tget_size (type) + 1);
  return memory;
}

static char **
read_string_set (SlH5 *self, const char *name, hid_t set, hid_t type, gsize n, GError **error)
{
  gboolean variable = is_variable_string (type);
  gsize size = variable ? sizeof (char *) : H5Tget_size (type) + 1;
  if (size > MAX_STRING)
    {
      sl_check_fail (error, self->path, name,
                     _ ("expected strings of at most %d bytes, found %zu"), MAX_STRING,
                     size - 1);
      return NULL;
    }
  g_autofree char *data = g_try_malloc0_n (n + 1, size);
  g_autofree char **strings = g_try_new0 (char *, n + 1);
  if (data == NULL || strings == NULL)
    {
      sl_check_fail (error, self->path, name, _ ("not enough memory for %zu strings"), n);
      return NULL;
    }
  g_auto (H5Id) memory = string_memory_type (type);
  if (n > 0 && H5Dread (set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
    {
      sl_h5_fail_set (error, self, name);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    strings[i] = displayable (variable ? ((char **) data)[i] : data + i * size);
  if (variable)
    {
      g_auto (H5Id) space = H5Dget_space (set);
      H5Dvlen_reclaim (memory, space, H5P_DEFAULT, data);
    }
  return g_steal_pointer (&strings);
}

char **
sl_h5_read_strings (SlH5 *self, const char *name, gsize *n, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  SL_H5_ENTER ();
  guint rank = 0;
  gsize dims[SL_H5_MAX_RANK] = { 0 };
  g_auto (H5Id) set = open_set (self, name, &rank, dims, error);
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
      g_autofree char *shape = shape_string (rank, dims, FALSE);
      sl_check_fail (error, self->path, name, _ ("expected %u dimensions, found %u with the shape %s"), 1,
                     rank, shape);
      return NULL;
    }
  gsize length = believable_length (self, name, set, rank, dims, error);
  if (length == G_MAXSIZE)
    return NULL;
  char **strings = read_string_set (self, name, set, type, length, error);
  if (strings != NULL && n != NULL)
    *n = length;
  return strings;
}

static herr_t
member_cb (hid_t group, const char *name, const H5L_info_t *info, void *data)
{
  g_ptr_array_add (data, g_strdup (name));
  return 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char **
sl_h5_members (SlH5 *self, const char *group, GError **error)
{
  g_return_val_if_fail (self != NULL && group != NULL, NULL);
  SL_H5_ENTER ();
  g_auto (H5Id) object = sl_h5_has (self->file, group) ? H5Oopen (self->file, group, H5P_DEFAULT) : -1;
  if (object < 0 || H5Iget_type (object) != H5I_GROUP)
    {
      sl_check_fail (error, self->path, group,
                     object < 0 ? _ ("expected a group, found none of this name")
                                : _ ("expected a group, found a dataset or type"));
      return NULL;
    }
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (H5Literate (object, H5_INDEX_NAME, H5_ITER_INC, NULL, member_cb, names) < 0)
    {
      sl_h5_fail_set (error, self, group);
      return NULL;
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

/* An attribute of one value and its type, or -1. */
static hid_t
open_attribute (SlH5 *self, const char *object, const char *name, hid_t *type)
{
  if (!sl_h5_has (self->file, object) || H5Aexists_by_name (self->file, object, name, H5P_DEFAULT) <= 0)
    return -1;
  g_auto (H5Id) attribute = H5Aopen_by_name (self->file, object, name, H5P_DEFAULT, H5P_DEFAULT);
  if (attribute < 0)
    return -1;
  g_auto (H5Id) space = H5Aget_space (attribute);
  if (H5Sget_simple_extent_npoints (space) != 1)
    return -1;
  *type = H5Aget_type (attribute);
  hid_t found = attribute;
  attribute = -1;
  return found;
}

gboolean
sl_h5_attribute_double (SlH5 *self, const char *object, const char *name, double *value)
{
  g_return_val_if_fail (self != NULL && object != NULL && name != NULL && value != NULL, FALSE);
  SL_H5_ENTER ();
  g_auto (H5Id) type = -1;
  g_auto (H5Id) attribute = open_attribute (self, object, name, &type);
  if (attribute < 0)
    return FALSE;
  H5T_class_t class = H5Tget_class (type);
  double found;
  if ((class != H5T_INTEGER && class != H5T_FLOAT) || H5Aread (attribute, H5T_NATIVE_DOUBLE, &found) < 0)
    return FALSE;
  *value = found;
  return TRUE;
}

char *
sl_h5_attribute_string (SlH5 *self, const char *object, const char *name)
{
  g_return_val_if_fail (self != NULL && object != NULL && name != NULL, NULL);
  SL_H5_ENTER ();
  g_auto (H5Id) type = -1;
  g_auto (H5Id) attribute = open_attribute (self, object, name, &type);
  if (attribute < 0 || H5Tget_class (type) != H5T_STRING)
    return NULL;
  g_auto (H5Id) memory = string_memory_type (type);
  if (is_variable_string (type))
    {
      char *text = NULL;
      if (H5Aread (attribute, memory, &text) < 0)
        return NULL;
      char *copy = displayable (text);
      H5free_memory (text);
      return copy;
    }
  gsize size = H5Tget_size (type) + 1;
  g_autofree char *text = size > MAX_STRING ? NULL : g_malloc0 (size);
  if (text == NULL || H5Aread (attribute, memory, text) < 0)
    return NULL;
  return displayable (text);
}
