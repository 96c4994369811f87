/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dimension scales, as "HDF5 Dimension Scale Specification" describes them, so that other programs know axes
 * by name: the scale has CLASS and NAME, the dataset a list of references. */
#include <string.h>

#include "model/io/sl-hdf5-private.h"
#include "model/io/sl-hdf5.h"

static gboolean
write_attribute (hid_t object, const char *name, hid_t type, hid_t space, const void *value)
{
  g_auto (H5Id) attribute = H5Acreate2 (object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);

  return attribute >= 0 && H5Awrite (attribute, type, value) >= 0;
}

/* A text with its final 0, as the specification asks. */
static gboolean
write_text (hid_t object, const char *name, const char *text)
{
  g_auto (H5Id) type = H5Tcopy (H5T_C_S1);
  g_auto (H5Id) space = H5Screate (H5S_SCALAR);

  return H5Tset_size (type, strlen (text) + 1) >= 0 && write_attribute (object, name, type, space, text);
}

/* Marks a dataset as a scale, once, and takes a reference to it. */
static gboolean
mark_scale (SlH5 *self, const char *scale, hobj_ref_t *reference)
{
  g_auto (H5Id) set = H5Dopen2 (self->file, scale, H5P_DEFAULT);
  const char *name = strrchr (scale, '/');

  if (set < 0)
    return FALSE;
  if (H5Aexists (set, "CLASS") <= 0
      && !(write_text (set, "CLASS", "DIMENSION_SCALE") && write_text (set, "NAME", name ? name + 1 : scale)))
    return FALSE;
  return H5Rcreate (reference, self->file, scale, H5R_OBJECT, -1) >= 0;
}

gboolean
sl_h5_set_scales (SlH5 *self, const char *name, guint rank, const char *const *scales, GError **error)
{
  g_return_val_if_fail (self != NULL && self->writing && self->file >= 0, FALSE);
  g_return_val_if_fail (name != NULL && rank >= 1 && rank <= SL_H5_MAX_RANK, FALSE);
  SL_H5_ENTER ();
  g_auto (H5Id) set = H5Dopen2 (self->file, name, H5P_DEFAULT);
  g_auto (H5Id) type = H5Tvlen_create (H5T_STD_REF_OBJ);
  const hsize_t n = rank;
  g_auto (H5Id) space = H5Screate_simple (1, &n, NULL);
  hobj_ref_t reference[SL_H5_MAX_RANK];
  hvl_t list[SL_H5_MAX_RANK];
  gboolean good = set >= 0;

  for (guint i = 0; i < rank && good; i++)
    {
      good = mark_scale (self, scales[i], &reference[i]);
      list[i] = (hvl_t) { 1, &reference[i] };
    }
  if (good && write_attribute (set, "DIMENSION_LIST", type, space, list))
    return TRUE;
  sl_h5_fail_set (error, self, name);
  return FALSE;
}
