"""Word segmentation with jieba on a small dictionary of the field; nobody else segments."""

from perflint_zh_models.segment.cut import cut

__all__ = ["cut"]
