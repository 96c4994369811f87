/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The project’s only access to HDF5. Nothing here prints to the terminal. One lock serialises all calls, so
 * any thread may call them. Errors name file and dataset, expected and found (SL_ERROR_FILE,
 * SL_ERROR_DATA). */
typedef struct _SlH5 SlH5;

/* Opens for reading. NULL with SL_ERROR_FILE where path is missing, no regular
 * file, empty, not HDF5, damaged or cut short.
 *
 * A file that is not one of the program’s own data is read by another process, with limits of time and
 * memory: if that crashes or overstays, this and all later calls for the file fail with SL_ERROR_FILE, which
 * says so. Opening one takes some 40 ms. What is not in the file itself (external links, external storage,
 * virtual datasets) and filters that the library lacks are refused by name before anything is read. */
SlH5 *sl_h5_open (const char *path, GError **error);
/* Writes to a temporary file beside path; sl_h5_commit() renames it into place. Closing without commit leaves
 * an existing file unchanged. After sl_h5_commit(), whether it succeeds or not, only sl_h5_close() may
 * follow. */
SlH5 *sl_h5_create (const char *path, GError **error);
/* Whether MPI runs and HDF5 can write a file from several ranks. */
gboolean sl_h5_can_share (void);
/* As sl_h5_create(), by all ranks of MPI together: each makes this call and all later calls for the file with
 * the same arguments except rows. The first rank writes everything but rows. An error on one rank is an error
 * on all. All ranks must see the same folder. Only where sl_h5_can_share(). */
SlH5 *sl_h5_create_shared (const char *path, GError **error);
gboolean sl_h5_commit (SlH5 *self, GError **error);
void sl_h5_close (SlH5 *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlH5, sl_h5_close)

/* After reading, and before what was read is used: FALSE with an error where one of the calls that give none
 * met a fault: a broken link or one that leads out of the file, an attribute of another type, the end of the
 * process that reads. */
gboolean sl_h5_finish (SlH5 *self, GError **error);
/* Whether a group or dataset of this name exists; a broken link does not count, and is a fault. */
gboolean sl_h5_exists (SlH5 *self, const char *name);
/* Rank and shape of a dataset. dims holds 8 entries. Names have at most SL_SIZE_MOST_NAME bytes. */
gboolean sl_h5_shape (SlH5 *self, const char *name, guint *rank, gsize dims[8], GError **error);
/* Reads a whole numeric dataset of exactly this rank as double / float. dims
 * with an entry of 0 accept any length and are filled in; other entries must
 * match. Integers are converted; strings and other types are an error, as is a
 * shape larger than what the file stores can fill. Values are not checked
 * (see sl-check.h). Returns newly allocated memory (g_free), or NULL. A scalar
 * is rank 0, for which dims may be NULL. */
double *sl_h5_read_double (SlH5 *self, const char *name, guint rank, gsize *dims, GError **error);
float *sl_h5_read_float (SlH5 *self, const char *name, guint rank, gsize *dims, GError **error);
/* One-dimensional strings, fixed or variable length, made valid UTF-8. n may be
 * NULL. NULL-terminated, g_strfreev. */
char **sl_h5_read_strings (SlH5 *self, const char *name, gsize *n, GError **error);
/* The same of n_rows rows from `first` on alone. dims: of the whole dataset, which may have more values than
 * memory. The dataset stays open until the file is closed, so that what follows is read as fast; what it
 * keeps for that is a row of its chunks. */
double *sl_h5_read_rows_double (SlH5 *self, const char *name, guint rank, gsize *dims, gsize first,
                                gsize n_rows, GError **error);
char **sl_h5_read_rows_strings (SlH5 *self, const char *name, gsize first, gsize n_rows, GError **error);
/* Names of the members of a group, sorted by name. NULL-terminated, g_strfreev. */
char **sl_h5_members (SlH5 *self, const char *group, GError **error);
/* Attribute of an object; FALSE without an error where it is absent. One of another type or of several values
 * is a fault, and counts as absent. */
gboolean sl_h5_attribute_double (SlH5 *self, const char *object, const char *name, double *value);
char *sl_h5_attribute_string (SlH5 *self, const char *object, const char *name);

/* Writing. Creates intermediate groups; an existing dataset is an error, an attribute is replaced. dims has
 * rank entries; large datasets are compressed. SL_ERROR_FILE. */
gboolean sl_h5_write_double (SlH5 *self, const char *name, guint rank, const gsize *dims, const double *data,
                             GError **error);
gboolean sl_h5_write_float (SlH5 *self, const char *name, guint rank, const gsize *dims, const float *data,
                            GError **error);
gboolean sl_h5_write_strings (SlH5 *self, const char *name, const char *const *strings, gsize n,
                              GError **error);
/* Names the axes (rank) of a dataset that has been written after other datasets, of one dimension each, which
 * hold the values along them: "posterior/chain". Once for each dataset. */
gboolean sl_h5_set_scales (SlH5 *self, const char *name, guint rank, const char *const *scales,
                           GError **error);
/* Writes only rows first .. first + n_rows - 1 of a dataset of dims; data holds just these rows. The first
 * such call for a name creates the dataset, later ones write other rows of it; rows that none writes are 0.
 * In a file that ranks share each rank writes its own rows. */
gboolean sl_h5_write_rows_double (SlH5 *self, const char *name, guint rank, const gsize *dims, gsize first,
                                  gsize n_rows, const double *data, GError **error);
gboolean sl_h5_write_rows_float (SlH5 *self, const char *name, guint rank, const gsize *dims, gsize first,
                                 gsize n_rows, const float *data, GError **error);
/* The same of n strings, each of at most `length` bytes. */
gboolean sl_h5_write_rows_strings (SlH5 *self, const char *name, gsize n, gsize length, gsize first,
                                   gsize n_rows, const char *const *strings, GError **error);
gboolean sl_h5_set_attribute_string (SlH5 *self, const char *object, const char *name, const char *value,
                                     GError **error);
gboolean sl_h5_set_attribute_double (SlH5 *self, const char *object, const char *name, double value,
                                     GError **error);
