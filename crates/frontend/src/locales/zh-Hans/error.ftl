### What went wrong

## Beside a form's field

error-required = 请填写此项。
error-too-long = 最多 { $max } 个字符。
error-too-short = 至少 { $min } 个字符。
error-slug = 只能使用小写字母、数字和单个连字符。
error-taken = 已被使用，请另选。
error-date = 请填写有效日期，例如 2026-05-01。
error-time = 请填写 00:00 至 23:59 之间的时间。
error-zone = 请从列表中选择时区，例如 Asia/Vientiane。
error-end-before-start = 结束时间早于开始时间。
error-link = 请填写以 https:// 或 http:// 开头的完整网址。
error-email = 请填写电子邮箱地址，例如 name@example.org。
error-choice = 请从所列选项中选择。
error-control = 请删除不可见字符。
error-mismatch = 两次输入的密码不一致。
error-summary = 尚未保存，请检查以下各项
error-of-field = { $field }：{ $problem }
