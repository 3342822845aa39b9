/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <oneapi/dnnl/dnnl.h>

#include "layer.h"

#define OV_DNNL_ALL_CHANNELS G_MAXUINT
#define OV_DNNL_LEAST_BLOCK 8

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t OvDnnlDesc;
typedef const_dnnl_memory_desc_t OvDnnlConstDesc;
#else
typedef dnnl_memory_desc_t *OvDnnlDesc;
typedef const dnnl_memory_desc_t *OvDnnlConstDesc;
#endif

/**
 * OvDnnlDirection:
 *
 * What is computed of a convolution: its output, or a derivative.
 */
typedef enum
{
  OV_DNNL_FORWARD,
  OV_DNNL_BACKWARD_DATA,
  OV_DNNL_BACKWARD_WEIGHTS,
} OvDnnlDirection;

/**
 * OvDnnlDescs:
 *
 * The layouts of a convolution's operands, or of their derivatives.
 */
typedef struct
{
  OvDnnlDesc in;
  OvDnnlDesc weight;
  OvDnnlDesc bias;
  OvDnnlDesc out;
} OvDnnlDescs;

void                  ov_dnnl_check               (dnnl_status_t          status,
                                                   const char            *what);
dnnl_engine_t         ov_dnnl_get_engine          (void);
void                  ov_dnnl_stay_on_this_thread (void);
guint                 ov_dnnl_get_preferred_block (void);
OvDnnlDesc            ov_dnnl_desc_new            (guint                  n_dims,
                                                   const dnnl_dim_t      *dims,
                                                   dnnl_format_tag_t      tag);
void                  ov_dnnl_desc_free           (OvDnnlDesc             desc);
dnnl_primitive_desc_t ov_dnnl_convolution_desc    (OvDnnlDirection        direction,
                                                   gboolean               fast,
                                                   const OvDnnlDescs     *descs,
                                                   dnnl_primitive_desc_t  hint);
dnnl_primitive_desc_t ov_dnnl_max_pool_desc       (OvDnnlDirection        direction,
                                                   OvDnnlDesc             in,
                                                   OvDnnlDesc             out,
                                                   dnnl_primitive_desc_t  hint);
