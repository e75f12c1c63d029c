"""What the audit asks: each rule with the query for the rows that break it."""

from dataclasses import dataclass
from typing import Final, LiteralString


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must always hold, and the query for rows that break it."""

    name: str
    meaning: str
    query: LiteralString


_ACCOUNT_RULES: Final = (
    Rule(
        "deleted-is-anonymous",
        "Nothing of a deleted account tells whose it was, and nobody gets in",
        """
        select id as user_id, email, name, deleted_at from users
        where deleted_at is not null and (
            email <> id || '@deleted.invalid' or name <> ''
            or coalesce(email_verified_at, terms_accepted_at) is not null
            or coalesce(new_email, terms_version) is not null
            or exists (select from accounts where user_id = users.id)
            or exists (select from sessions where user_id = users.id)
            or exists (select from verification_tokens where user_id = users.id)
            or exists (select from user_settings where user_id = users.id)
            or exists (
                select from generated_images image where image.user_id = users.id and (
                    image.deleted_at is null or image.title <> '' or image.prompt <> ''
                    or image.hints is not null or image.tags <> '{}'
                )
            )
        )
        """,
    ),
    Rule(
        "deletion-in-time",
        "An account whose days of grace are over is deleted, and then the files of its pictures",
        """
        select users.id as user_id, users.deletes_at, users.deleted_at, (
            select count(*) from generated_images image
            where image.user_id = users.id and image.files_deleted_at is null
        ) as images_with_files
        from users
        where deletes_at < now() - interval '1 day' and deleted_at is null
            or deleted_at < now() - interval '1 day' and exists (
                select from generated_images image
                where image.user_id = users.id and image.files_deleted_at is null
            )
        """,
    ),
)

RULES: Final = (
    Rule(
        "balance-not-negative",
        "No balance is negative, now or after any entry",
        """
        select id as user_id, credits, null::uuid as transaction_id from users where credits < 0
        union all
        select user_id, balance_after, id from transactions where balance_after < 0
        """,
    ),
    Rule(
        "balance-is-sum",
        "A balance is the sum of its ledger entries",
        """
        select users.id as user_id, users.credits, coalesce(sum(entry.credits), 0) as entries_sum
        from users left join transactions as entry on entry.user_id = users.id
        group by users.id
        having users.credits <> coalesce(sum(entry.credits), 0)
        """,
    ),
    Rule(
        "balance-is-last-entry",
        "A balance is what its last ledger entry says",
        """
        select users.id as user_id, users.credits, last.balance_after, last.id as transaction_id
        from users join lateral (
            select id, balance_after from transactions
            where user_id = users.id order by position desc limit 1
        ) as last on true
        where users.credits <> last.balance_after
        """,
    ),
    Rule(
        "running-balance",
        "Each ledger entry's balance is the one before plus its own credits",
        """
        select id as transaction_id, user_id, position, credits, balance_after, running_sum
        from (
            select id, user_id, position, credits, balance_after,
                sum(credits) over (partition by user_id order by position) as running_sum
            from transactions
        ) as entry
        where balance_after <> running_sum
        """,
    ),
    Rule(
        "entry-sign",
        "Generations take credits; purchases, refunds and grants give them",
        """
        select id as transaction_id, user_id, type, credits from transactions
        where type = 'generation' and credits >= 0
            or type in ('purchase', 'refund', 'grant') and credits <= 0
            or type not in ('purchase', 'generation', 'refund', 'grant', 'adjustment')
        """,
    ),
    Rule(
        "entry-has-its-image",
        "The entries of a picture name a picture of the same user",
        """
        select entry.id as transaction_id, entry.type, entry.user_id, entry.image_id,
            image.user_id as image_user_id
        from transactions as entry left join generated_images as image on image.id = entry.image_id
        where (entry.type in ('generation', 'refund')) <> (entry.image_id is not null)
            or entry.image_id is not null and image.user_id is distinct from entry.user_id
        """,
    ),
    Rule(
        "charged-once",
        "Every picture was charged exactly once, at its cost",
        """
        select image.id as image_id, image.user_id, image.status, image.cost_credits,
            count(entry.id) as charges, coalesce(sum(entry.credits), 0) as charged
        from generated_images as image
            left join transactions as entry
                on entry.image_id = image.id and entry.type = 'generation'
        group by image.id
        having count(entry.id) <> 1 or sum(entry.credits) <> -image.cost_credits
        """,
    ),
    Rule(
        "net-of-outcome",
        "A completed or running picture costs its price; a failed or cancelled one nothing",
        """
        select image.id as image_id, image.user_id, image.status, image.cost_credits,
            coalesce(sum(entry.credits), 0) as net
        from generated_images as image
            left join transactions as entry on entry.image_id = image.id
        group by image.id
        having coalesce(sum(entry.credits), 0) <> case
            when image.status in ('failed', 'cancelled') then 0 else -image.cost_credits end
        """,
    ),
    Rule(
        "refund-only-after-failure",
        "Only failed and cancelled pictures are refunded, each once",
        """
        select image_id, user_id, status, refunds from (
            select entry.image_id, entry.user_id, image.status,
                count(*) over (partition by entry.image_id) as refunds
            from transactions as entry
                left join generated_images as image on image.id = entry.image_id
            where entry.type = 'refund'
        ) as refunded
        where refunds > 1 or status is null or status not in ('failed', 'cancelled')
        """,
    ),
    Rule(
        "granted-once",
        "A grant that is given once was given once",
        """
        select user_id, once_key, count(*) as grants from transactions
        where once_key is not null group by user_id, once_key having count(*) > 1
        """,
    ),
    Rule(
        "orders-and-purchases",
        "Each paid order has one purchase of its credits, and no other order has any",
        """
        select orders.id as order_id, orders.user_id, orders.status, orders.paid_at,
            orders.credits, count(entry.id) as purchases,
            coalesce(sum(entry.credits), 0) as purchased
        from orders
            left join transactions as entry
                on entry.order_id = orders.id and entry.type = 'purchase'
        group by orders.id
        having count(entry.id) <> case when orders.paid_at is null then 0 else 1 end
            or orders.paid_at is not null and sum(entry.credits) <> orders.credits
            or bool_or(entry.user_id <> orders.user_id)
        """,
    ),
    Rule(
        "purchase-has-its-order",
        "Each purchase names an order",
        """
        select entry.id as transaction_id, entry.user_id, entry.order_id, entry.credits
        from transactions as entry left join orders on orders.id = entry.order_id
        where entry.type = 'purchase' and orders.id is null
        """,
    ),
    Rule(
        "completed-has-files",
        "A completed picture knows its four files, and no other has a result",
        """
        select id as image_id, user_id, status, result ->> 'key' as result_key,
            display ->> 'key' as display_key, thumbnail ->> 'key' as thumbnail_key,
            photo ->> 'key' as photo_key
        from generated_images
        where status = 'completed' and '' in (
                coalesce(result ->> 'key', ''), coalesce(display ->> 'key', ''),
                coalesce(thumbnail ->> 'key', ''), coalesce(photo ->> 'key', '')
            )
            or status <> 'completed' and result is not null
        """,
    ),
    Rule(
        "only-pictures-in-trash",
        "What lies in the trash is a completed picture, so that it can be got back",
        """
        select id as image_id, user_id, status, trashed_at from generated_images
        where trashed_at is not null and status <> 'completed'
        """,
    ),
    Rule(
        "nothing-stuck",
        "No picture waits or is being made for ever",
        """
        select id as image_id, user_id, status, attempt, created_at, started_at
        from generated_images
        where status in ('pending', 'processing') and created_at < now() - %(stuck_after)s
        """,
    ),
    Rule(
        "one-picture-per-key",
        "A request key stands for one picture of its user",
        """
        select user_id, idempotency_key, count(*) as images from generated_images
        group by user_id, idempotency_key having count(*) > 1
        """,
    ),
    Rule(
        "revision-unique",
        "No two pictures of a user share a revision",
        """
        select user_id, revision, count(*) as images from generated_images
        group by user_id, revision having count(*) > 1
        """,
    ),
    Rule(
        "revision-within-user",
        "No picture's revision is beyond its user's, or before its own first",
        """
        select image.id as image_id, image.user_id, image.first_revision, image.revision,
            users.revision as user_revision
        from generated_images as image left join users on users.id = image.user_id
        where users.id is null or image.revision > users.revision
            or image.revision < image.first_revision or image.revision < 1
        """,
    ),
    *_ACCOUNT_RULES,
)
"""Every rule; the README's account of `audit` and the tests go through this list."""
