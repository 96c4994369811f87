/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that several processes write together. Needs an HDF5 built with MPI, which then provides MPI
 * itself. */
#include "model/io/sl-hdf5-private.h"

#include <string.h>

gboolean
sl_h5_can_share (void)
{
#ifdef H5_HAVE_PARALLEL
  int started = 0, finished = 0;

  MPI_Initialized (&started);
  MPI_Finalized (&finished);
  return started && !finished;
#else
  return FALSE;
#endif
}

int
sl_h5_share_rank (void)
{
  int rank = 0;

#ifdef H5_HAVE_PARALLEL
  MPI_Comm_rank (MPI_COMM_WORLD, &rank);
#endif
  return rank;
}

gboolean
sl_h5_share_agree (gboolean good)
{
#ifdef H5_HAVE_PARALLEL
  int all = good ? 1 : 0;

  MPI_Allreduce (MPI_IN_PLACE, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return all;
#else
  return good;
#endif
}

char *
sl_h5_share_text (const char *text)
{
#ifdef H5_HAVE_PARALLEL
  int length = text ? (int) strlen (text) + 1 : 0;
  g_autofree char *copy = NULL;

  MPI_Bcast (&length, 1, MPI_INT, 0, MPI_COMM_WORLD);
  if (length == 0)
    return NULL;
  copy = g_malloc0 (length);
  if (text && sl_h5_share_rank () == 0)
    memcpy (copy, text, length);
  MPI_Bcast (copy, length, MPI_BYTE, 0, MPI_COMM_WORLD);
  return g_steal_pointer (&copy);
#else
  return g_strdup (text);
#endif
}

void
sl_h5_share_access (hid_t access)
{
#ifdef H5_HAVE_PARALLEL
  H5Pset_fapl_mpio (access, MPI_COMM_WORLD, MPI_INFO_NULL);
#endif
}

hid_t
sl_h5_share_transfer (void)
{
  hid_t transfer = H5Pcreate (H5P_DATASET_XFER);

#ifdef H5_HAVE_PARALLEL
  /* HDF5 writes compressed datasets collectively only. */
  H5Pset_dxpl_mpio (transfer, H5FD_MPIO_COLLECTIVE);
#endif
  return transfer;
}
