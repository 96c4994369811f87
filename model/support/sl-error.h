/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Errors of the model. A message for the user names the file, the dataset or parameter, what was expected and
 * what was found. */
#define SL_ERROR (sl_error_quark ())
GQuark sl_error_quark (void);

typedef enum {
  SL_ERROR_FILE,       /* missing, unreadable, not HDF5, truncated */
  SL_ERROR_DATA,       /* a dataset is absent, has the wrong shape or invalid values */
  SL_ERROR_PARAMETER,  /* unknown name or value out of range */
  SL_ERROR_OBSERVABLE, /* unknown observable, filter or line */
  SL_ERROR_ENGINE,     /* no such engine, lost device, non-finite result */
} SlErrorCode;
