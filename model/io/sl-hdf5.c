/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-hdf5.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"
#include "model/files/sl-kept-files.h"
#include "model/io/sl-data.h"
#include "model/io/sl-file.h"
#include "model/io/sl-hdf5-process.h"

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
      /* Nothing is read that is not in the file, and no code of others is run. */
      H5open ();
      H5PLset_loading_state (0);
      H5Lunregister (H5L_TYPE_EXTERNAL);
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

SlH5 *
sl_h5_open_here (const char *path, const char *name, GError **error)
{
  SL_H5_ENTER ();
  if (H5Fis_hdf5 (name != NULL ? name : path) <= 0)
    {
      sl_h5_fail_file (error, path, _ ("expected an HDF5 file, found another kind of file"));
      return NULL;
    }
  g_auto (H5Id) access = H5Pcreate (H5P_FILE_ACCESS);
  H5Pset_fclose_degree (access, H5F_CLOSE_STRONG);
  /* Reading needs no lock, and network and read-only file systems have none. */
  H5Pset_file_locking (access, FALSE, TRUE);
  hid_t file = H5Fopen (name != NULL ? name : path, H5F_ACC_RDONLY, access);
  if (file < 0)
    {
      g_autofree char *reason = sl_h5_reason ();
      sl_h5_fail_file (error, path, _ ("the HDF5 file is damaged or incomplete: %s"), reason);
      return NULL;
    }
  SlH5 *self = g_new0 (SlH5, 1);
  self->path = g_strdup (path);
  self->file = file;
  return self;
}

SlH5 *
sl_h5_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  guint64 bytes = 0;
  const int fd = sl_file_open (path, _ ("an HDF5 file"), &bytes, error);
  SlH5 *self = NULL;
  if (fd < 0)
    return NULL;
  sl_file_keep (path);
  if (bytes == 0)
    sl_h5_fail_file (error, path, _ ("expected an HDF5 file, found an empty file"));
  else if (sl_data_is_own (path))
    self = sl_h5_open_here (path, NULL, error);
  else
    {
      SlH5Process *process = sl_h5_process_start (path, fd, bytes, error);
      if (process != NULL)
        {
          self = g_new0 (SlH5, 1);
          self->path = g_strdup (path);
          self->file = -1;
          self->process = process;
        }
    }
  close (fd);
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
      sl_h5_drop_kept (self);
      H5Fclose (self->file);
    }
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_pointer (&self->output, sl_new_file_free);
  g_clear_pointer (&self->process, sl_h5_process_end);
  g_clear_error (&self->fault);
  g_free (self->path);
  g_free (self);
}

gboolean
sl_h5_exists (SlH5 *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);
  if (self->process != NULL)
    return sl_h5_process_exists (self->process, name);
  SL_H5_ENTER ();
  return sl_h5_has (self, name);
}

gboolean
sl_h5_finish (SlH5 *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  if (self->process != NULL)
    return sl_h5_process_finish (self->process, error);
  if (self->fault == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->fault));
  return FALSE;
}

void
sl_h5_note_fault (SlH5 *self, const char *name, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->fault == NULL)
    sl_check_fail (&self->fault, self->path, name, "%s", what);
}

/* There is no object of this name, or a fault that was not there before has kept it away. */
static void
fail_absent (GError **error, SlH5 *self, const GError *before, const char *name, const char *message)
{
  if (self->fault != before)
    g_propagate_error (error, g_error_copy (self->fault));
  else
    sl_check_fail (error, self->path, name, "%s", message);
}

void
sl_h5_fail_set (GError **error, SlH5 *self, const char *name)
{
  g_autofree char *reason = sl_h5_reason ();
  sl_check_fail (error, self->path, name, _ ("the HDF5 file is damaged or incomplete: %s"), reason);
}

hid_t
sl_h5_open_set (SlH5 *self, const char *name, guint *rank, gsize dims[SL_H5_MAX_RANK], GError **error)
{
  const GError *before = self->fault;
  if (!sl_h5_has (self, name))
    {
      fail_absent (error, self, before, name, _ ("expected a dataset, found none of this name"));
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
  if (self->process != NULL)
    return sl_h5_process_shape (self->process, name, rank, dims, error);
  SL_H5_ENTER ();
  g_auto (H5Id) set = sl_h5_open_set (self, name, rank, dims, error);
  return set >= 0;
}

static herr_t
member_cb (hid_t group, const char *name, const H5L_info_t *info, void *data)
{
  GPtrArray *names = data;
  if (names->len == SL_SIZE_MOST_MEMBERS)
    return 1;
  g_ptr_array_add (names, g_strdup (name));
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
  if (self->process != NULL)
    return sl_h5_process_texts (self->process, SL_H5_ASK_MEMBERS, group, NULL, NULL, error);
  SL_H5_ENTER ();
  const GError *before = self->fault;
  g_auto (H5Id) object = sl_h5_has (self, group) ? H5Oopen (self->file, group, H5P_DEFAULT) : -1;
  if (object < 0 || H5Iget_type (object) != H5I_GROUP)
    {
      fail_absent (error, self, before, group,
                   object < 0 ? _ ("expected a group, found none of this name")
                              : _ ("expected a group, found a dataset or type"));
      return NULL;
    }
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const herr_t status = H5Literate (object, H5_INDEX_NAME, H5_ITER_INC, NULL, member_cb, names);
  if (status < 0)
    sl_h5_fail_set (error, self, group);
  else if (status > 0)
    sl_check_fail (error, self->path, group, _ ("expected at most %u members, found more"),
                   SL_SIZE_MOST_MEMBERS);
  if (status != 0)
    return NULL;
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

/* An attribute of one value and its type, numbers or else a text; or -1. */
static hid_t
open_attribute (SlH5 *self, const char *object, const char *name, gboolean text, hid_t *type)
{
  if (!sl_h5_has (self, object) || H5Aexists_by_name (self->file, object, name, H5P_DEFAULT) <= 0)
    return -1;
  g_auto (H5Id) attribute = H5Aopen_by_name (self->file, object, name, H5P_DEFAULT, H5P_DEFAULT);
  g_auto (H5Id) space = attribute < 0 ? -1 : H5Aget_space (attribute);
  g_auto (H5Id) found = attribute < 0 ? -1 : H5Aget_type (attribute);
  if (space < 0 || found < 0)
    {
      g_autofree char *reason = sl_h5_reason ();
      sl_h5_note_fault (self, object, _ ("the attribute %s cannot be read: %s"), name, reason);
      return -1;
    }
  const H5T_class_t class = H5Tget_class (found);
  const gboolean number = class == H5T_INTEGER || class == H5T_FLOAT;
  if (H5Sget_simple_extent_npoints (space) != 1)
    {
      sl_h5_note_fault (self, object, _ ("expected one value as the attribute %s, found %.0f"), name,
                        (double) H5Sget_simple_extent_npoints (space));
      return -1;
    }
  if (text ? class != H5T_STRING : !number)
    {
      sl_h5_note_fault (self, object,
                        text ? _ ("expected a text as the attribute %s, found %s")
                             : _ ("expected a number as the attribute %s, found %s"),
                        name,
                        number                  ? _ ("a number")
                        : class == H5T_STRING ? _ ("a text")
                                              : _ ("another type"));
      return -1;
    }
  *type = found;
  found = -1;
  hid_t opened = attribute;
  attribute = -1;
  return opened;
}

/* H5Aread() has failed. */
static void
note_unread (SlH5 *self, const char *object, const char *name)
{
  g_autofree char *reason = sl_h5_reason ();
  sl_h5_note_fault (self, object, _ ("the attribute %s cannot be read: %s"), name, reason);
}

gboolean
sl_h5_attribute_double (SlH5 *self, const char *object, const char *name, double *value)
{
  g_return_val_if_fail (self != NULL && object != NULL && name != NULL && value != NULL, FALSE);
  if (self->process != NULL)
    return sl_h5_process_attribute_double (self->process, object, name, value);
  SL_H5_ENTER ();
  g_auto (H5Id) type = -1;
  g_auto (H5Id) attribute = open_attribute (self, object, name, FALSE, &type);
  double found;
  if (attribute < 0)
    return FALSE;
  if (H5Aread (attribute, H5T_NATIVE_DOUBLE, &found) < 0)
    {
      note_unread (self, object, name);
      return FALSE;
    }
  *value = found;
  return TRUE;
}

/* The text of an attribute, or NULL where it cannot be read. */
static char *
read_text (hid_t attribute, hid_t type)
{
  g_auto (H5Id) memory = sl_h5_string_memory_type (type);
  if (sl_h5_is_variable_string (type))
    {
      char *text = NULL;
      if (H5Aread (attribute, memory, &text) < 0)
        return NULL;
      char *copy = text != NULL && strlen (text) >= SL_SIZE_MOST_STRING ? NULL : sl_h5_displayable (text);
      H5free_memory (text);
      return copy;
    }
  gsize size = H5Tget_size (type) + 1;
  g_autofree char *text = size > SL_SIZE_MOST_STRING ? NULL : g_malloc0 (size);
  return text == NULL || H5Aread (attribute, memory, text) < 0 ? NULL : sl_h5_displayable (text);
}

char *
sl_h5_attribute_string (SlH5 *self, const char *object, const char *name)
{
  g_return_val_if_fail (self != NULL && object != NULL && name != NULL, NULL);
  if (self->process != NULL)
    return sl_h5_process_attribute_string (self->process, object, name);
  SL_H5_ENTER ();
  g_auto (H5Id) type = -1;
  g_auto (H5Id) attribute = open_attribute (self, object, name, TRUE, &type);
  char *text = attribute < 0 ? NULL : read_text (attribute, type);
  if (attribute >= 0 && text == NULL)
    note_unread (self, object, name);
  return text;
}
