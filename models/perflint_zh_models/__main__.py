"""`python -m perflint_zh_models`: train every model from corpus/ and write its weights."""

from perflint_zh_models.domain.train import main as train_domain
from perflint_zh_models.library import pack
from perflint_zh_models.segment.train import main as train_segment

if __name__ == "__main__":
    pack()
    train_segment()
    train_domain()
