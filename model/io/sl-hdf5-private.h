/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <hdf5.h>

#include "model/files/sl-new-file.h"
#include "model/io/sl-hdf5.h"

/* Shared by sl-hdf5*.c only. */

#define SL_H5_MAX_RANK 8

struct _SlH5 {
  char *path;          /* as given, for messages */
  gboolean writing;    /* until commit */
  SlNewFile *output;   /* of a file that is written, in the first rank */
  hid_t file;          /* -1 after commit */
  gboolean shared;     /* written by all ranks together */
};

/* Any HDF5 identifier, released at the end of the scope. */
typedef hid_t H5Id;
static inline void
h5_id_clear (H5Id *id)
{
  if (*id >= 0)
    H5Idec_ref (*id);
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
/* Whether an object of this name exists. */
gboolean sl_h5_has (hid_t file, const char *name);

/* For files that ranks share (sl-hdf5-parallel.c); all ranks call these together. */
int sl_h5_share_rank (void);
/* Whether the condition holds on all ranks. */
gboolean sl_h5_share_agree (gboolean good);
/* The first rank's text or NULL. g_free. */
char *sl_h5_share_text (const char *text);
void sl_h5_share_access (hid_t access);
hid_t sl_h5_share_transfer (void);
