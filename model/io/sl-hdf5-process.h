/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/io/sl-hdf5-private.h"

/* Reading a file in a process of its own, since a damaged or hostile file can make the HDF5 library crash,
 * loop or fill the memory. sl-hdf5-process.c asks, sl-hdf5-helper.c is the process that answers: the same
 * program, started again, which never comes to its main(). They share a socket for requests and replies of
 * fixed size, and a piece of memory for what is read, which has no pointers: numbers as they are, texts one
 * after the other, each with a 0 at its end. The asking side believes none of it: it checks every length
 * against what it asked for and what is there. */

/* Marks the environment of the process. */
#define SL_H5_HELPER_VARIABLE "STARLOOM_READS_HDF5"
/* Its descriptors. */
enum { SL_H5_FD_SOCKET = 3, SL_H5_FD_MEMORY, SL_H5_FD_FILE };

typedef enum {
  SL_H5_ASK_OPEN,
  SL_H5_ASK_EXISTS,
  SL_H5_ASK_SHAPE,
  SL_H5_ASK_DOUBLE,
  SL_H5_ASK_FLOAT,
  SL_H5_ASK_STRINGS,
  SL_H5_ASK_MEMBERS,
  SL_H5_ASK_ATTRIBUTE_DOUBLE,
  SL_H5_ASK_ATTRIBUTE_STRING,
  SL_H5_ASK_FINISH,
} SlH5Ask;

/* Bytes of each text of a request, with a 0. */
#define SL_H5_TEXT 4096

typedef struct {
  guint32 ask;
  guint32 rank;
  guint64 dims[SL_H5_MAX_RANK];
  guint64 seconds;              /* of computing for the whole file; of OPEN */
  guint64 first, count;         /* rows of a dataset, where some is not 0 */
  guint32 some, unused;
  char name[SL_H5_TEXT];        /* of an object; of OPEN: the file's name for messages */
  char attribute[SL_H5_TEXT];   /* of OPEN: the folder of translations */
  char locale[SL_H5_TEXT];      /* of OPEN */
} SlH5Request;

typedef struct {
  guint32 good;  /* 0: the shared memory holds the text of the error */
  guint32 code;  /* of the error */
  guint32 rank;
  guint32 found; /* whether it exists */
  guint64 dims[SL_H5_MAX_RANK];
  guint64 count; /* of texts */
  guint64 bytes; /* in the shared memory */
  double value;
} SlH5Reply;

/* The asking side. Each function does what the one of sl-hdf5.h does. rows: NULL for all. */
SlH5Process *sl_h5_process_start (const char *path, int fd, guint64 bytes, GError **error);
void sl_h5_process_end (SlH5Process *self);
gboolean sl_h5_process_exists (SlH5Process *self, const char *name);
gboolean sl_h5_process_shape (SlH5Process *self, const char *name, guint *rank, gsize *dims, GError **error);
gpointer sl_h5_process_numbers (SlH5Process *self, SlH5Ask ask, const char *name, guint rank, gsize *dims,
                                const SlH5Rows *rows, GError **error);
char **sl_h5_process_texts (SlH5Process *self, SlH5Ask ask, const char *name, gsize *n, const SlH5Rows *rows,
                            GError **error);
gboolean sl_h5_process_attribute_double (SlH5Process *self, const char *object, const char *name,
                                         double *value);
char *sl_h5_process_attribute_string (SlH5Process *self, const char *object, const char *name);
gboolean sl_h5_process_finish (SlH5Process *self, GError **error);

/* In such a process: raises its limit of memory for a dataset of this size. Does nothing in others. */
void sl_h5_helper_make_room (gsize bytes);
