/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <hdf5.h>

#include "model/files/sl-new-file.h"
#include "model/io/sl-hdf5.h"

/* Shared by sl-hdf5*.c only. */

#define SL_H5_MAX_RANK 8

/* Another process that reads a file: sl-hdf5-process.h. */
typedef struct _SlH5Process SlH5Process;

struct _SlH5 {
  char *path;          /* as given, for messages */
  gboolean writing;    /* until commit */
  SlNewFile *output;   /* of a file that is written, in the first rank */
  SlH5Process *process; /* reads the file; NULL: this one does */
  GError *fault;        /* what was wrong where no error could be given; NULL: nothing */
  hid_t file;          /* -1 after commit */
  gboolean shared;     /* written by all ranks together */
  GHashTable *kept;    /* name → hid_t of datasets that are read or written some rows at a time; or NULL */
};

/* Some rows of a dataset: first … first + n - 1. */
typedef struct {
  gsize first, n;
} SlH5Rows;

/* Any HDF5 identifier, released at the end of the scope. That keeps the reasons of a call that has failed. */
typedef hid_t H5Id;
static inline void
h5_id_clear (H5Id *id)
{
  hid_t reasons;

  if (*id < 0)
    return;
  reasons = H5Eget_num (H5E_DEFAULT) > 0 ? H5Eget_current_stack () : -1;
  H5Idec_ref (*id);
  if (reasons >= 0)
    H5Eset_current_stack (reasons);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (H5Id, h5_id_clear)

/* Takes the lock for the rest of the scope and silences HDF5 in this thread. Comes first in a scope, so that
 * the lock is released last. */
GMutexLocker *sl_h5_enter (void);
#define SL_H5_ENTER() g_autoptr (GMutexLocker) locker_ G_GNUC_UNUSED = sl_h5_enter ()

/* The functions below need the lock. */

/* HDF5’s innermost reason for the call that has just failed. g_free. */
char *sl_h5_reason (void);
/* SL_ERROR_FILE about the file at path. Needs no lock. */
void sl_h5_fail_file (GError **error, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* SL_ERROR_DATA about a dataset, with HDF5's reason. */
void sl_h5_fail_set (GError **error, SlH5 *self, const char *name);
/* Whether an object of this name exists. A link that leads out of the file, or nowhere, is a fault. */
gboolean sl_h5_has (SlH5 *self, const char *name);
/* Opens a dataset and gets its shape. The identifier, or -1 with an error. */
hid_t sl_h5_open_set (SlH5 *self, const char *name, guint *rank, gsize dims[SL_H5_MAX_RANK], GError **error);
/* A dataset that is kept open, or -1; another reference to it. */
hid_t sl_h5_kept (SlH5 *self, const char *name);
/* Keeps a dataset open until the file is closed; takes another reference. */
void sl_h5_keep (SlH5 *self, const char *name, hid_t set);
/* Closes what is kept. */
void sl_h5_drop_kept (SlH5 *self);
gboolean sl_h5_is_variable_string (hid_t type);
/* The type with which to read strings of the file's type, fixed or variable. */
hid_t sl_h5_string_memory_type (hid_t type);
/* Valid UTF-8 for messages: HDF5’s note of the encoding is not reliable. g_free. */
char *sl_h5_displayable (const char *text);
/* Notes the first fault. */
void sl_h5_note_fault (SlH5 *self, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Checks how a dataset of this shape is stored: in the file itself, in filters that there are, in pieces that
 * memory can hold, and with no more values than its bytes can fill, nor more than most. *n: number of values.
 * FALSE with SL_ERROR_DATA. */
gboolean sl_h5_check_storage (SlH5 *self, const char *name, hid_t set, guint rank, const gsize *dims,
                              gsize most, gsize *n, GError **error);
/* "(2, any)": a shape for messages; zero_is_any: a 0 stands for any length. g_free. */
char *sl_h5_shape_text (guint rank, const gsize *dims, gboolean zero_is_any);
/* Opens the file at name, which messages call path, in this process. name NULL: path. */
SlH5 *sl_h5_open_here (const char *path, const char *name, GError **error);

/* For files that ranks share (sl-hdf5-parallel.c); all ranks call these together. */
int sl_h5_share_rank (void);
/* Whether the condition holds on all ranks. */
gboolean sl_h5_share_agree (gboolean good);
/* The first rank's text or NULL. g_free. */
char *sl_h5_share_text (const char *text);
void sl_h5_share_access (hid_t access);
hid_t sl_h5_share_transfer (void);
